<?php

declare(strict_types=1);

namespace Shop;

/** What the client asked for, checked. */
final readonly class Request
{
    /**
     * @param string $path without the query
     * @param string $id the write's name in the ledger
     */
    private function __construct(
        public string $method,
        public string $path,
        public string $id,
    ) {
    }

    /** @throws HttpError 400 for an X-Request-Id that does not fit on a line of the ledger */
    public static function fromGlobals(): self
    {
        $id = $_SERVER['HTTP_X_REQUEST_ID'] ?? bin2hex(random_bytes(8));
        if (!preg_match('/^[A-Za-z0-9._:-]{1,128}$/D', $id)) {
            throw HttpError::badInput('X-Request-Id takes 1 to 128 of A-Z a-z 0-9 . _ : -');
        }
        $method = $_SERVER['REQUEST_METHOD'];
        return new self($method === 'HEAD' ? 'GET' : $method, explode('?', $_SERVER['REQUEST_URI'], 2)[0], $id);
    }

    /** Browsers ask for text/html by name; whoever accepts anything gets JSON. */
    public static function prefersHtml(): bool
    {
        $weights = [];
        foreach (explode(',', strtolower($_SERVER['HTTP_ACCEPT'] ?? '*/*')) as $range) {
            $parts = array_map(trim(...), explode(';', $range));
            $weight = preg_grep('/^q=/', $parts);
            $weights[$parts[0]] = $weight ? (float) substr(reset($weight), 2) : 1.0;
        }
        $any = $weights['*/*'] ?? 0.0;
        return ($weights['text/html'] ?? $any) > ($weights['application/json'] ?? $any);
    }

    /**
     * A field of the form.
     *
     * @throws HttpError 400
     */
    public function word(string $field): string
    {
        $value = $_POST[$field] ?? null;
        if (!is_string($value) || !preg_match('/^[A-Za-z0-9._-]{1,64}$/D', $value)) {
            throw HttpError::badInput("The form's field '$field' takes 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        return $value;
    }

    /**
     * A whole number of the query, from $min to $max.
     *
     * @throws HttpError 400
     */
    public function number(string $parameter, int $min, int $max, ?int $default = null): int
    {
        $value = filter_var($_GET[$parameter] ?? $default, FILTER_VALIDATE_INT, [
            'options' => ['min_range' => $min, 'max_range' => $max],
        ]);
        return $value !== false ? $value : throw HttpError::badInput("'$parameter' takes a number from $min to $max");
    }
}
