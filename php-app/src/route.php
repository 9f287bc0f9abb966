<?php

declare(strict_types=1);

namespace Shop;

/**
 * Calls the handler that the table has for the request; groups of its pattern become the handler's arguments.
 *
 * @param array<string, array<string, callable(string...): Answer>> $table pattern of the path => method => handler
 * @throws HttpError 404 for an unknown path, 405 for a method that the path does not have
 */
function route(Request $request, array $table): Answer
{
    foreach ($table as $pattern => $handlers) {
        if (preg_match("~^{$pattern}$~D", $request->path, $groups)) {
            $handler = $handlers[$request->method]
                ?? throw HttpError::wrongMethod($request->method, array_keys($handlers));
            return $handler(...array_slice($groups, 1));
        }
    }
    throw HttpError::notFound('There is no such address.');
}
