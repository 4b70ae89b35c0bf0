-- What people have said of spans of time through the API. Rows are added and revoked, never deleted:
-- a budget that was corrected can always be explained.
create table correction (
  id bigint generated always as identity primary key,
  span_from timestamptz not null,
  span_to timestamptz not null,
  slos text[] not null,
  services text[] not null, -- all SLOs of these
  counts text not null check (counts in ('excluded', 'good', 'bad')),
  reason text not null,
  author text not null,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  revoked_by text,
  check (span_from < span_to),
  check ((revoked_at is null) = (revoked_by is null))
);

create index correction_by_end on correction (span_to) where revoked_at is null;
