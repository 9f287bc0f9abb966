<?php

/**
 * Makes the table of sessions, where it is missing: 200 when it is there, 500 with the reason when it is not. Several
 * backends may ask at once, of different nodes of a cluster: whoever comes second finds the table made.
 */

declare(strict_types=1);

const TABLE_EXISTS = '42S01';

header('Content-Type: text/plain; charset=utf-8');
try {
    (require __DIR__ . '/pdo.php')->createTable();
    echo "The table was made.\n";
} catch (PDOException $refused) {
    if ($refused->getCode() === TABLE_EXISTS) {
        echo "The table is there.\n";
    } else {
        http_response_code(500);
        echo "The table was not made: {$refused->getMessage()}\n";
    }
}
