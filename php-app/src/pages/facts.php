<?php

declare(strict_types=1);

use Shop\View;

/** @var array<string, mixed> $facts */
?>
<article>
  <h1>As this backend sees it</h1>
  <dl class="facts">
<?php foreach ($facts as $name => $value) { ?>
    <dt><?= View::escape($name) ?></dt>
    <dd><?= View::escape(is_array($value) ? implode(', ', $value) : $value ?? 'nobody') ?></dd>
<?php } ?>
  </dl>
  <p><a href="/">Back to the shop</a></p>
</article>
