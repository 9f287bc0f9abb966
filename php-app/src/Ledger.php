<?php

declare(strict_types=1);

namespace Shop;

/**
 * The writes that this backend executed, one line each, outside of any session: by it a lost write, a doubled one and
 * one done once can be told apart.
 */
final readonly class Ledger
{
    /** @param ?string $file null: nobody wants to know */
    private function __construct(private ?string $file)
    {
    }

    /** The web server names the file (`SetEnv LAB_LEDGER`); where it does not, the shop keeps no ledger. */
    public static function fromEnvironment(): self
    {
        return new self($_SERVER['LAB_LEDGER'] ?? null);
    }

    /** Appends `<request id> <METHOD path> <user>`; a guest is `-`. */
    public function append(Request $request, ?string $user): void
    {
        if ($this->file !== null) {
            $line = sprintf("%s %s %s %s\n", $request->id, $request->method, $request->path, $user ?? '-');
            file_put_contents($this->file, $line, FILE_APPEND | LOCK_EX);
        }
    }
}
