-- +goose Up
-- Here one writes at a time: nothing is counted while a policy changes. The number is kept so that a backup of either engine is restored into the other.
SELECT 1;
