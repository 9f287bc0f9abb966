<?php

declare(strict_types=1);

namespace Shop;

/** A request that is refused, as the client will read it. */
final class HttpError extends \RuntimeException
{
    /**
     * @param array<string, mixed> $facts what the answer says beside the error
     * @param array<string, string> $headers
     */
    private function __construct(
        string $message,
        public readonly int $status,
        public readonly array $facts = [],
        public readonly array $headers = [],
    ) {
        parent::__construct($message);
    }

    public static function badInput(string $message): self
    {
        return new self($message, 400);
    }

    /** @param array<string, mixed> $facts what the shop knows of the guest */
    public static function guest(array $facts): self
    {
        return new self('Please log in first.', 401, $facts);
    }

    public static function notFound(string $message): self
    {
        return new self($message, 404);
    }

    /** @param list<string> $allowed */
    public static function wrongMethod(string $method, array $allowed): self
    {
        return new self("This address does not take $method.", 405, headers: ['Allow' => implode(', ', $allowed)]);
    }
}
