<?php

declare(strict_types=1);

namespace Shop;

/** An answer, complete before its first byte is sent. */
final readonly class Answer
{
    /** @param array<string, string> $headers */
    public function __construct(
        private string $body,
        private string $type,
        private int $status = 200,
        private array $headers = [],
    ) {
    }

    public function send(): void
    {
        http_response_code($this->status);
        header("Content-Type: {$this->type}; charset=utf-8");
        header('X-Content-Type-Options: nosniff');
        // An answer is evidence of one moment; none may be shown twice.
        header('Cache-Control: no-store');
        foreach ($this->headers as $name => $value) {
            header("$name: $value");
        }
        echo $this->body;
    }
}
