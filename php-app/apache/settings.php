<?php

/**
 * What PHP has here for the settings that the query names, separated by commas: JSON, null for one that it does not know.
 */

declare(strict_types=1);

$keys = explode(',', $_SERVER['QUERY_STRING']);
$values = array_map(static fn (string $key): ?string => ($value = ini_get($key)) === false ? null : $value, $keys);
header('Content-Type: application/json; charset=utf-8');
echo json_encode(array_combine($keys, $values), JSON_THROW_ON_ERROR);
