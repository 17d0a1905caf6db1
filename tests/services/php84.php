<?php
// Functions of PHP 8.4 that SPIP 4.4.30 calls; PHP 8.2 of Debian 12 lacks them, and Debian's package ships none.
// https://www.php.net/manual/en/function.array-any.php and its neighbours say what they do.
if (!function_exists('array_find_key')) {
    function array_find_key(array $array, callable $callback): mixed
    {
        foreach ($array as $key => $value) {
            if ($callback($value, $key)) {
                return $key;
            }
        }
        return null;
    }
    function array_find(array $array, callable $callback): mixed
    {
        $key = array_find_key($array, $callback);
        return $key === null ? null : $array[$key];
    }
    function array_any(array $array, callable $callback): bool
    {
        return array_find_key($array, $callback) !== null;
    }
    function array_all(array $array, callable $callback): bool
    {
        return !array_any($array, fn ($value, $key) => !$callback($value, $key));
    }
}
