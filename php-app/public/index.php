<?php

/**
 * The shop: every request comes through here. `Shop` holds what can be done, `Session` guards PHP's session calls,
 * `View` turns facts into JSON, or into a page for a browser.
 *
 * The shop knows nothing of session stores or balancers. What a request needs from its session is read, changed and
 * written back before the first byte of the answer leaves, so that an acknowledged write is a written one.
 */

declare(strict_types=1);

namespace Shop;

require __DIR__ . '/../src/autoload.php';

// Before anything can fail: every answer says who gave it, even where PHP itself gives up.
header('X-Backend: ' . gethostname());
header('X-Session-Module: ' . session_module_name());

// Messages are escaped where they are shown.
ini_set('html_errors', '0');
set_error_handler(static fn (int $level, string $message, string $file, int $line): never
    => throw new \ErrorException($message, 0, $level, $file, $line), E_ALL & ~E_DEPRECATED);

$session = new Session();
$view = new View($session, backend: gethostname(), html: Request::prefersHtml());

try {
    $request = Request::fromGlobals();
    $shop = new Shop($session, Ledger::fromEnvironment(), $request);

    $answer = route($request, [
        '/' => ['GET' => fn () => $view->page('shop', $shop->look())],
        '/me' => ['GET' => fn () => $view->page('facts', $shop->look())],
        '/session' => ['GET' => fn () => $view->page('facts', $shop->inspect())],
        '/login' => ['POST' => fn () => $view->done($shop->login($request->word('user')))],
        '/logout' => ['POST' => fn () => $view->done($shop->logout())],
        '/cart' => ['GET' => fn () => $view->page('facts', $shop->cart())],
        '/cart/items' => ['POST' => fn () => $view->done($shop->buy($request->word('item')))],
        '/counter' => ['POST' => fn () => $view->done($shop->count($request->number('ms', 0, 10_000, default: 0)))],
        '/pad' => ['POST' => fn () => $view->done($shop->pad($request->number('bytes', 0, 8 << 20)))],
        '/slow' => ['POST' => fn () => $view->done($shop->slow($request->number('ms', 0, 60_000)))],

        // These need no session and start none.
        '/catalog/([0-9]{1,9})' => ['GET' => fn (string $n) => $view->page('article', Catalogue::article((int) $n))],
        '/big-header' => ['GET' => fn () => $view->bigHeader($request->number('bytes', 1, 1 << 20))],
        '/healthz' => ['GET' => fn () => new Answer('ok', 'text/plain')],
    ]);
} catch (HttpError $error) {
    $answer = $view->page('error', ['error' => $error->getMessage()] + $error->facts, $error->status, $error->headers);
} catch (SessionFailure $failure) {
    error_log($failure->getMessage());
    $answer = $view->page('error', ['error' => $failure->getMessage()], 500);
} catch (\Throwable $bug) {
    $session->abandon();
    error_log((string) $bug);
    $answer = $view->page('error', ['error' => 'The shop failed; its error log says why.'], 500);
}

$answer->send();
