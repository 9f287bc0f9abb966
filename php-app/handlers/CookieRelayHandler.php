<?php

declare(strict_types=1);

/**
 * PHP's own session files, and a copy of the session in a second cookie: a backend that has no session of a visitor
 * takes the one that his cookie carries, and from then on has its own.
 *
 * This is how the idea is usually described. It is here to be measured, not to be copied:
 * - A backend never looks at the cookie again once it has a session of its own, so the backends' copies grow apart, and
 *   each answer puts the copy of whoever gave it into the cookie.
 * - The cookie is encrypted (AES-256-CTR) but not authenticated. Who flips a bit of it flips that bit of the session,
 *   and may be anybody he likes; a session is read by unserialize(), so that a forged one is worse than a wrong name.
 *   Nor does it say whose session it is, or until when.
 * - A logout ends the session on the backend that executes it. The others keep theirs.
 * - A session that does not fit is sent all the same. Browsers drop a cookie of which name and value are longer than
 *   4,096 bytes, without telling anybody, and keep the older one. If the header is larger than nginx's buffer, the
 *   answer is 502, and nginx takes the backend for a broken one.
 * - Without cookies there is no copy.
 *
 * The cookie is base64url(counter block (16 bytes) | encrypted session), named as the session's with `_COPY` behind it.
 * The session must be closed before the first byte of output, since a cookie is a header.
 */
final class CookieRelayHandler extends SessionHandler
{
    private const string CIPHER = 'aes-256-ctr';
    private const int COUNTER_BYTES = 16;
    private const int BASE64 = SODIUM_BASE64_VARIANT_URLSAFE_NO_PADDING;

    private string $cookie = '';

    /** @param string $key 32 random bytes */
    public function __construct(#[SensitiveParameter] private readonly string $key)
    {
    }

    public function open(string $path, string $name): bool
    {
        $this->cookie = $name . '_COPY';
        return parent::open($path, $name);
    }

    public function read(string $id): string|false
    {
        $own = parent::read($id);
        return $own === '' ? $this->decrypt($_COOKIE[$this->cookie] ?? null) : $own;
    }

    public function write(string $id, string $data): bool
    {
        return parent::write($id, $data) && $this->send($this->encrypt($data), expires: 0);
    }

    public function destroy(string $id): bool
    {
        return $this->send('', expires: 1) && parent::destroy($id);
    }

    private function encrypt(string $data): string
    {
        $counter = random_bytes(self::COUNTER_BYTES);
        $encrypted = openssl_encrypt($data, self::CIPHER, $this->key, OPENSSL_RAW_DATA, $counter);
        return sodium_bin2base64($counter . $encrypted, self::BASE64);
    }

    /** @param mixed $value what the client sent; empty is returned for what cannot be a copy */
    private function decrypt(mixed $value): string
    {
        try {
            $box = is_string($value) ? sodium_base642bin($value, self::BASE64) : '';
        } catch (SodiumException) {
            return '';
        }
        if (strlen($box) <= self::COUNTER_BYTES) {
            return '';
        }
        $counter = substr($box, 0, self::COUNTER_BYTES);
        $encrypted = substr($box, self::COUNTER_BYTES);
        return openssl_decrypt($encrypted, self::CIPHER, $this->key, OPENSSL_RAW_DATA, $counter);
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
}
