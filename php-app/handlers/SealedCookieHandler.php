<?php

declare(strict_types=1);

/**
 * Keeps the whole session in one cookie, encrypted and authenticated (XChaCha20-Poly1305). The cookie is the only
 * truth: no server knows anything of the session, so any of them can serve it, and none can end it before its time.
 *
 * The cookie is base64url(nonce | sealed text); the text is expiry (8 bytes, seconds since 1970) | session id | data.
 * A cookie that is forged, damaged, sealed for another purpose, or expired is the same as none.
 *
 * It needs session.use_cookies=0, since PHP would send a second cookie with the id, and a session that is closed before
 * the first byte of output, since a cookie is a header.
 */
final class SealedCookieHandler implements
    SessionHandlerInterface,
    SessionIdInterface,
    SessionUpdateTimestampHandlerInterface
{
    /** Browsers drop a cookie, without telling anybody, when its name and value together are longer. */
    private const int MAX_COOKIE_BYTES = 4096;

    /** Authenticated with every cookie: nothing else sealed with this key can be passed off as a session. */
    private const string PURPOSE = 'session-lab: session in a sealed cookie, format 1';

    private const int BASE64 = SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING;
    private const int NONCE_BYTES = SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_NPUBBYTES;
    private const int ID_BYTES = 32;

    private string $cookie = '';
    private string $id = '';
    private string $data = '';
    private int $expires = 0;

    /** @param string $key SODIUM_CRYPTO_AEAD_XCHACHA20POLY1305_IETF_KEYBYTES random bytes */
    public function __construct(#[SensitiveParameter] private readonly string $key)
    {
    }

    public function open(string $path, string $name): bool
    {
        $this->cookie = $name;
        $text = $this->unseal($_COOKIE[$name] ?? null);
        if ($text !== null && self::expiry($text) >= time()) {
            $this->expires = self::expiry($text);
            $this->id = substr($text, 8, self::ID_BYTES);
            $this->data = substr($text, 8 + self::ID_BYTES);
        } else {
            $this->id = bin2hex(random_bytes(self::ID_BYTES / 2));
        }
        return true;
    }

    /** The id travels inside the cookie: PHP asks for a new one, and gets the one of the visitor. */
    public function create_sid(): string
    {
        return $this->id;
    }

    /** With session.use_strict_mode, PHP asks this of an id that the client named in another way. */
    public function validateId(string $id): bool
    {
        return $id === $this->id;
    }

    public function read(string $id): string
    {
        return $id === $this->id ? $this->data : '';
    }

    /**
     * A session that was not changed is sent again only when its cookie would not outlive the full idle time any more
     * (it is sealed for a tenth longer), not with every answer: an answer that read the session before another one
     * wrote it may arrive later, and would bring the old state back.
     *
     * @throws LengthException when the session does not fit; the client then keeps the cookie that it has
     */
    public function write(string $id, string $data): bool
    {
        $lifetime = (int) ini_get('session.gc_maxlifetime');
        if ($data === $this->data && $this->expires - time() >= $lifetime) {
            return true;
        }
        $expires = time() + $lifetime + intdiv($lifetime, 10);
        $value = $this->seal(pack('J', $expires) . $id . $data);
        $bytes = strlen($this->cookie) + strlen($value);
        if ($bytes > self::MAX_COOKIE_BYTES) {
            throw new LengthException(sprintf(
                'The session does not fit into its cookie: %d bytes of name and value, browsers take %d.',
                $bytes,
                self::MAX_COOKIE_BYTES,
            ));
        }
        return $this->send($value, expires: 0);
    }

    public function updateTimestamp(string $id, string $data): bool
    {
        return $this->write($id, $data);
    }

    public function destroy(string $id): bool
    {
        return $this->send('', expires: 1);
    }

    public function close(): bool
    {
        return true;
    }

    public function gc(int $max_lifetime): int
    {
        return 0;
    }

    private function seal(string $text): string
    {
        $nonce = random_bytes(self::NONCE_BYTES);
        $sealed = sodium_crypto_aead_xchacha20poly1305_ietf_encrypt($text, $this->context(), $nonce, $this->key);
        return sodium_bin2base64($nonce . $sealed, self::BASE64);
    }

    /** @param mixed $value what the client sent; null is returned for all that was not sealed here */
    private function unseal(mixed $value): ?string
    {
        try {
            $box = is_string($value) ? sodium_base642bin($value, self::BASE64) : '';
            $text = sodium_crypto_aead_xchacha20poly1305_ietf_decrypt(
                substr($box, self::NONCE_BYTES),
                $this->context(),
                substr($box, 0, self::NONCE_BYTES),
                $this->key,
            );
        } catch (SodiumException) {
            return null;
        }
        return $text === false ? null : $text;
    }

    private function context(): string
    {
        return self::PURPOSE . "\0" . $this->cookie;
    }

    /** `secure` is missing because the lab speaks plain HTTP; behind TLS it belongs here. */
    private function send(string $value, int $expires): bool
    {
        return setcookie($this->cookie, $value, [
            'expires' => $expires,
            'path' => '/',
            'httponly' => true,
            'samesite' => 'Lax',
        ]);
    }

    private static function expiry(string $text): int
    {
        return unpack('J', $text)[1];
    }
}
