-- +goose Up
UPDATE life SET deputy = COALESCE(json_extract(body, '$.deputy'), '') WHERE body LIKE '%"deputy":%';
