-- +goose Up
UPDATE life SET deputy = COALESCE(body::json ->> 'deputy', '') WHERE body LIKE '%"deputy":%';
