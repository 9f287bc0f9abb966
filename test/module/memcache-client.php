<?php
// What PHP's own client of memcached does with keys: reads {"servers": [["127.0.0.1", 11211, weight], …], "keys": […],
// "store": bool} from the file that it is given, and says for each key which servers have it: those that hold the value after
// it was stored, or the one that the client names.
$task = json_decode(file_get_contents($argv[1]), true);
set_error_handler(fn ($number, $message) => throw new ErrorException($message));

$client = new Memcache();
foreach ($task['servers'] as [$host, $port, $weight]) {
    $client->addServer($host, $port, false, $weight);
}

if (!$task['store']) {
    echo json_encode(array_map(fn ($key) => [$client->findServer($key)], $task['keys']));
    exit;
}

foreach ($task['keys'] as $key) {
    $client->set($key, 'here') || throw new RuntimeException("not stored: $key");
}

// Asked over a plain connection, and emptied for the next time.
$holders = array_fill_keys($task['keys'], []);
foreach ($task['servers'] as [$host, $port]) {
    $server = stream_socket_client("tcp://$host:$port");
    foreach (array_chunk($task['keys'], 100) as $keys) {
        fwrite($server, 'get ' . implode(' ', $keys) . "\r\n");
        while (($line = rtrim(fgets($server))) !== 'END') {
            if (str_starts_with($line, 'VALUE ')) {
                $holders[explode(' ', $line)[1]][] = "$host:$port";
            }
        }
    }
    fwrite($server, "flush_all\r\n");
    fgets($server);
}
echo json_encode(array_values($holders));
