-- A delivery is named by its source and the id it has there; told again it is the same row.
create table deployment (
  id bigint generated always as identity primary key,
  source text not null, -- whose: 'api:checkout' (the API, and files), 'github:acme/shop', 'gitlab:', 'cdevents:'
  external_id text not null,
  service text not null,
  environment text not null,
  result text not null check (result in ('succeeded', 'failed', 'canceled')),
  started_at timestamptz,
  finished_at timestamptz not null,
  committed_at timestamptz[] not null default '{}',
  version text, -- what people call it: a tag, a build number
  revision text, -- the commit
  artifact text, -- a package URL
  rework boolean, -- unplanned, because of an incident in production
  rollback boolean not null default false, -- took back what the deployment before it brought
  url text,
  actor text,
  received_at timestamptz not null default clock_timestamp(),
  unique (source, external_id)
);

create index deployment_by_service on deployment (service, environment, finished_at);
create index deployment_by_finish on deployment (finished_at);
create index deployment_by_artifact on deployment (artifact) where artifact is not null;

-- Which deployment caused an incident, as somebody or something has said. The latest row counts;
-- one without a deployment says that none did.
create table incident_cause (
  id bigint generated always as identity primary key,
  incident_id bigint not null references incident,
  deployment_id bigint references deployment,
  evidence text not null check (evidence in ('person', 'api', 'rollback', 'artifact')),
  actor text not null,
  reason text not null,
  at timestamptz not null default clock_timestamp()
);

create index incident_cause_by_incident on incident_cause (incident_id, id);
create index incident_cause_by_deployment on incident_cause (deployment_id);
