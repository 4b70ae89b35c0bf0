-- When deployments began that are not over yet, as GitLab tells. A row is gone once the deployment
-- is there, which then has its time.
create table deployment_start (
  source text not null,
  external_id text not null,
  started_at timestamptz not null,
  primary key (source, external_id)
);

-- Events of other people's incidents that came before one of ours was open. They are looked at
-- again for a while, since probes may notice later.
create table awaited_incident (
  id bigint generated always as identity primary key,
  service text not null, -- empty: that which the artifact was deployed for
  artifact text not null,
  at timestamptz not null,
  actor text not null,
  address text not null, -- where the event came from
  received_at timestamptz not null default clock_timestamp(),
  unique (service, artifact, at)
);
