<?php

declare(strict_types=1);

namespace Shop;

/**
 * What a visitor can do. Every method opens the session, closes it, and returns the facts as of then:
 * `user` (null: a guest), `cart` (articles in the order bought), `counter`, and what else the method has to say.
 * A write stands in the ledger from the moment the session was written.
 *
 * @phpstan-type Facts array{user: ?string, cart: list<string>, counter: int, ...}
 */
final readonly class Shop
{
    public function __construct(
        private Session $session,
        private Ledger $ledger,
        private Request $request,
    ) {
    }

    /** @return Facts */
    public function look(): array
    {
        $this->session->open();
        $facts = $this->facts();
        $this->session->close();
        return $facts;
    }

    /** @return Facts */
    public function cart(): array
    {
        $facts = $this->look();
        return $facts['user'] !== null ? $facts : throw HttpError::guest($facts);
    }

    /**
     * What the backend holds of the session; sizes in bytes, `pad_hash` as in pad().
     *
     * @return Facts
     */
    public function inspect(): array
    {
        $this->session->open();
        $facts = $this->facts() + [
            'module' => session_module_name(),
            'session' => $this->session->fingerprint(),
            'session_bytes' => strlen((string) session_encode()),
            'slow' => $_SESSION['slow'] ?? 0,
        ] + $this->padFacts();
        $this->session->close();
        return $facts;
    }

    /**
     * Logs in without a password. Somebody else's cart and counter are not inherited.
     *
     * The session keeps its id. A shop in production calls session_regenerate_id(true) here, against session fixation;
     * in the lab the new id would be one more reason to lose a session (its cookie lost with an answer that did not
     * arrive, its file on another backend) and could not be told apart from the strategy's own.
     *
     * @return Facts
     */
    public function login(string $user): array
    {
        $this->session->open();
        if ($this->user() !== $user) {
            $_SESSION = ['user' => $user, 'cart' => [], 'counter' => 0];
        }
        return $this->commit($user);
    }

    /**
     * A guest may log out too: what he wants is already so.
     *
     * @return Facts
     */
    public function logout(): array
    {
        $this->session->open();
        $user = $this->user();
        $this->session->destroy();
        $this->ledger->append($this->request, $user);
        return $this->facts();
    }

    /** @return Facts */
    public function buy(string $article): array
    {
        $user = $this->enter();
        $_SESSION['cart'] = [...$this->facts()['cart'], $article];
        return $this->commit($user);
    }

    /**
     * Adds one to the counter, with a pause of $ms milliseconds between reading and writing it. Where the store does
     * not lock, another request reads the same number meanwhile, and one of the two is lost.
     *
     * @return Facts
     */
    public function count(int $ms): array
    {
        $user = $this->enter();
        $counter = $this->facts()['counter'];
        self::pause($ms);
        $_SESSION['counter'] = $counter + 1;
        return $this->commit($user);
    }

    /**
     * Puts $bytes random bytes into the session, in place of earlier ones: random, since some stores compress.
     * Says `session_bytes`, the size of the whole session as PHP hands it to the store, and the first 16 hexadecimal
     * digits of the padding's SHA-256 as `pad_hash`.
     *
     * @return Facts
     */
    public function pad(int $bytes): array
    {
        $user = $this->enter();
        $_SESSION['pad'] = $bytes > 0 ? random_bytes($bytes) : '';
        return $this->commit($user, ['session_bytes' => strlen((string) session_encode())] + $this->padFacts());
    }

    /**
     * A write that takes long to come: the session is opened after $ms milliseconds only, then `slow` is one more. A
     * backend that dies meanwhile has executed nothing.
     *
     * @return Facts
     */
    public function slow(int $ms): array
    {
        self::pause($ms);
        $user = $this->enter();
        $_SESSION['slow'] = ($_SESSION['slow'] ?? 0) + 1;
        return $this->commit($user, ['slow' => $_SESSION['slow']]);
    }

    /**
     * Opens the session of somebody who is logged in.
     *
     * @throws HttpError 401 for a guest
     */
    private function enter(): string
    {
        $this->session->open();
        $user = $this->user();
        if ($user === null) {
            $facts = $this->facts();
            $this->session->close();
            throw HttpError::guest($facts);
        }
        return $user;
    }

    /**
     * @param array<string, mixed> $more
     * @return Facts
     */
    private function commit(string $user, array $more = []): array
    {
        $facts = $this->facts() + $more;
        $this->session->close();
        $this->ledger->append($this->request, $user);
        return $facts;
    }

    /** @return Facts */
    private function facts(): array
    {
        return [
            'user' => $this->user(),
            'cart' => $_SESSION['cart'] ?? [],
            'counter' => $_SESSION['counter'] ?? 0,
        ];
    }

    private function user(): ?string
    {
        return $_SESSION['user'] ?? null;
    }

    /** Waits out the time: a signal to the process, such as that of Apache's graceful reload, ends usleep() early. */
    private static function pause(int $ms): void
    {
        $end = hrtime(true) + $ms * 1_000_000;
        while (($left = $end - hrtime(true)) > 0) {
            usleep(intdiv($left, 1000) + 1);
        }
    }

    /** @return array{pad_bytes: int, pad_hash: string} */
    private function padFacts(): array
    {
        $pad = $_SESSION['pad'] ?? '';
        return ['pad_bytes' => strlen($pad), 'pad_hash' => substr(hash('sha256', $pad), 0, 16)];
    }
}
