-- Who may write, who is signed in, and what people have done. No secret is here: of each only its
-- SHA-256. A random secret of 256 bits cannot be guessed from it, so no slow password hash is needed.
create table access_token (
  id bigint generated always as identity primary key,
  key_id text not null unique, -- the part of the token that is no secret
  hash bytea not null,
  name text not null, -- the actor of whoever shows it
  scope text not null check (scope in ('read', 'write', 'admin')),
  created_at timestamptz not null default now(),
  created_by text not null,
  last_used_at timestamptz, -- to the minute
  revoked_at timestamptz,
  revoked_by text,
  check ((revoked_at is null) = (revoked_by is null))
);

-- Also what makes one admin token of several instances that start at once.
create unique index one_valid_token on access_token (name) where revoked_at is null;

-- Browsers that have logged in by a token; over when it is revoked.
create table access_session (
  key_id text primary key,
  hash bytea not null,
  token_id bigint not null references access_token,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null, -- e.g. 'correction.add'
  subject text not null,
  details jsonb not null,
  address text not null -- of the client; 'command line' where there is none
);

create index audit_by_time on audit (at);
create index audit_by_actor on audit (actor, id);
create index audit_by_subject on audit (subject, id);
