<?php

declare(strict_types=1);

namespace Shop;

/**
 * PHP's session functions, with one change: they fail loudly. PHP itself goes on after a session that could not be read
 * or written, and the visitor would be told that all went well.
 */
final class Session
{
    /** @throws SessionFailure */
    public function open(): void
    {
        try {
            $this->attempt(session_start(...), 'opened');
        } catch (SessionFailure $failure) {
            // It may have started with a warning; what it read cannot be trusted.
            $this->abandon();
            throw $failure;
        }
        header('X-Session: ' . $this->fingerprint());
    }

    /** @throws SessionFailure when the session may not have been written */
    public function close(): void
    {
        $this->attempt(session_write_close(...), 'written');
    }

    /** Closes the session, if it is open, without writing it: PHP itself would write it when the script ends. */
    public function abandon(): void
    {
        if (session_status() === PHP_SESSION_ACTIVE) {
            session_abort();
        }
    }

    /** Ends the session for good, in the store and in the client. @throws SessionFailure */
    public function destroy(): void
    {
        $_SESSION = [];
        $this->attempt(session_destroy(...), 'ended');
        if (ini_get('session.use_cookies')) {
            $attributes = session_get_cookie_params();
            unset($attributes['lifetime']);
            setcookie(session_name(), '', ['expires' => 1] + $attributes);
        }
    }

    /** Names the session without giving it away: 16 hexadecimal digits. Empty where no session was started. */
    public function fingerprint(): string
    {
        return session_id() === '' ? '' : substr(hash('sha256', session_id()), 0, 16);
    }

    /**
     * The address of a page for a Location header. Where PHP is told to carry session ids in addresses it writes them
     * into a page's links and forms by itself, but not into headers.
     */
    public function address(string $path): string
    {
        $inAddress = ini_get('session.use_trans_sid') && session_id() !== '' && !isset($_COOKIE[session_name()]);
        return $inAddress ? $path . '?' . session_name() . '=' . session_id() : $path;
    }

    /**
     * Warnings are collected, not thrown on the spot: an exception in the middle of PHP's own session code would change
     * what that code does next.
     *
     * @param callable(): bool $call
     * @param string $done what the call does to the session, for the message
     */
    private function attempt(callable $call, string $done): void
    {
        $warnings = [];
        set_error_handler(static function (int $level, string $message) use (&$warnings): true {
            $warnings[] = $message;
            return true;
        }, E_ALL & ~E_DEPRECATED);
        try {
            $succeeded = $call();
        } catch (\Throwable $thrown) {
            // Not kept as the previous exception: its message may hold the store's password.
            $succeeded = false;
            $warnings[] = $thrown->getMessage();
        } finally {
            restore_error_handler();
        }
        if (!$succeeded || $warnings !== []) {
            $why = implode(' | ', $warnings) ?: 'PHP does not say why';
            throw new SessionFailure("The session was not $done: " . $this->withoutPassword($why));
        }
    }

    /** PHP's messages quote session.save_path, and with it the password in its query. */
    private function withoutPassword(string $message): string
    {
        $path = (string) ini_get('session.save_path');
        $message = str_replace($path, explode('?', $path, 2)[0], $message);
        return preg_replace('/\b((?:auth|password|pass)[^=\s]*=)[^\s&,;)"\']+/i', '$1***', $message);
    }
}
