<?php

declare(strict_types=1);

namespace Shop;

/** Turns facts into an answer: JSON, or a page for a person with a browser. */
final readonly class View
{
    private const string POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'";

    public function __construct(
        private Session $session,
        private string $backend,
        private bool $html,
    ) {
    }

    /**
     * @param string $page a file of pages/
     * @param array<string, mixed> $facts
     * @param array<string, string> $headers
     */
    public function page(string $page, array $facts, int $status = 200, array $headers = []): Answer
    {
        $headers += ['Vary' => 'Accept'];
        if (!$this->html) {
            return new Answer($this->json($facts), 'application/json', $status, $headers);
        }
        $headers += ['Content-Security-Policy' => self::POLICY];
        return new Answer($this->render($page, $facts), 'text/html', $status, $headers);
    }

    /**
     * A write was done. A browser goes back to the shop, so that reloading the page does not write again.
     *
     * @param array<string, mixed> $facts
     */
    public function done(array $facts): Answer
    {
        return $this->html
            ? new Answer('', 'text/plain', 303, ['Location' => $this->session->address('/')])
            : $this->page('facts', $facts);
    }

    public function bigHeader(int $bytes): Answer
    {
        return $this->page('facts', ['bytes' => $bytes], headers: ['X-Big-Header' => str_repeat('x', $bytes)]);
    }

    /** @param array<string, mixed> $facts */
    private function json(array $facts): string
    {
        $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE;
        return json_encode(['backend' => $this->backend] + $facts, $flags) . "\n";
    }

    /** @param array<string, mixed> $facts */
    private function render(string $page, array $facts): string
    {
        $evidence = [
            'backend' => $this->backend,
            'module' => session_module_name(),
            'session' => $this->session->fingerprint(),
        ];
        $body = self::fill($page, $facts);
        return self::fill('layout', $evidence + ['body' => $body]);
    }

    /** @param array<string, mixed> $facts what the template calls $facts */
    private static function fill(string $template, array $facts): string
    {
        ob_start();
        require __DIR__ . "/pages/$template.php";
        return ob_get_clean();
    }

    /** For text and attributes of a page. */
    public static function escape(string|int|float|bool|null $text): string
    {
        return htmlspecialchars((string) $text, ENT_QUOTES | ENT_SUBSTITUTE | ENT_HTML5);
    }

    public static function price(int $cents): string
    {
        return number_format($cents / 100, 2) . ' €';
    }
}
