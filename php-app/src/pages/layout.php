<?php

declare(strict_types=1);

use Shop\View;

/** @var array{backend: string, module: string, session: string, body: string} $facts */

// A colour for each backend, so that a change of backend is seen before it is read: the golden angle keeps
// neighbouring numbers far apart on the colour wheel.
$hue = (int) preg_replace('/\D+/', '', $facts['backend']) * 137 % 360;
?>
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The corner shop</title>
<link rel="icon" href="data:,">
<style>
<?php readfile(__DIR__ . '/style.css') ?>
</style>
</head>
<body style="--hue: <?= $hue ?>">
<header>
  <p class="brand"><a href="/">The corner shop</a></p>
  <dl class="evidence">
    <div class="backend"><dt>Answered by</dt><dd><?= View::escape($facts['backend']) ?></dd></div>
    <div><dt>Session module</dt><dd><?= View::escape($facts['module']) ?></dd></div>
    <div><dt>Session <small>(hash of its id)</small></dt><dd><?= View::escape($facts['session'] ?: 'none') ?></dd></div>
  </dl>
</header>
<main>
<?= $facts['body'] ?>
</main>
</body>
</html>
