<?php

declare(strict_types=1);

namespace Shop;

require __DIR__ . '/route.php';

spl_autoload_register(static function (string $class): void {
    $file = __DIR__ . '/' . str_replace('Shop\\', '', $class) . '.php';
    if (is_file($file)) {
        require $file;
    }
});
