/**
 * How the schema came to be, step by step: the number of steps that a database has seen is its `user_version`. A step that
 * was released never changes.
 *
 * Events are an ordinary table beside their key's index: as a clustered table, groups that spread over many executions wrote
 * two to four times as much. Every index of executions grows at one end, save for names that a client chose: with random
 * keys each row of a group wrote a page of its own. Running executions are counted by triggers: counting a quota's rows at
 * every start would cost as many steps as there are executions running.
 */
export const migrations: readonly string[] = [
  `
  create table definitions (
    hash text primary key,
    text text not null
  ) strict;

  create table flows (
    account text not null,
    region text not null,
    id text not null,
    name text not null,
    description text,
    role text not null,
    kms_key text,
    definition text,
    definition_hash text,
    status text not null,
    validations text not null,
    created integer not null,
    updated integer not null,
    revision integer not null,
    last_version integer not null,
    primary key (account, region, id)
  ) strict;
  create index flows_newest on flows (account, region, updated, id);

  create table flow_versions (
    account text not null,
    region text not null,
    flow text not null,
    version text not null,
    name text not null,
    description text,
    role text not null,
    kms_key text,
    definition_hash text not null,
    created integer not null,
    primary key (account, region, flow, version)
  ) strict;

  create table flow_aliases (
    account text not null,
    region text not null,
    flow text not null,
    id text not null,
    name text not null,
    description text,
    version text not null,
    concurrency text,
    created integer not null,
    updated integer not null,
    primary key (account, region, flow, id),
    unique (account, region, flow, name)
  ) strict;

  create table executions (
    id integer primary key,
    arn text not null unique,
    account text not null,
    region text not null,
    flow text not null,
    alias text not null,
    name text not null,
    kind text not null,
    version text not null,
    definition_hash text not null,
    role text not null,
    kms_key text,
    start_key integer not null,
    start_token text not null,
    status text not null,
    started integer not null,
    ended integer,
    deadline integer not null,
    epoch integer not null,
    owner text not null,
    released integer not null,
    outcome text
  ) strict;
  create index executions_by_token on executions (start_key);
  create index executions_newest on executions (account, region, id);
  create index executions_of_flow on executions (account, region, flow, kind, id);
  create index executions_of_alias on executions (account, region, flow, alias, kind, id);
  create index executions_driven on executions (owner) where status = 'Running';
  create index executions_due on executions (deadline) where status = 'Running';

  create table events (
    execution integer not null,
    sequence integer not null,
    event_type text,
    type text not null,
    at integer not null,
    node text,
    path text,
    body text not null,
    primary key (execution, sequence)
  ) strict;
  create index events_of_flow on events (execution, sequence) where event_type = 'Flow';

  create table stop_proofs (
    execution integer primary key,
    requested integer not null,
    cause text not null,
    state text not null,
    visits text not null
  ) strict;
  create index stop_proofs_open on stop_proofs (execution) where state = 'open';

  create table running_executions (
    account text not null,
    region text not null,
    kind text not null,
    count integer not null,
    primary key (account, region, kind)
  ) strict, without rowid;
  create trigger execution_started after insert on executions when new.status = 'Running' begin
    insert into running_executions values (new.account, new.region, new.kind, 1)
      on conflict (account, region, kind) do update set count = count + 1;
  end;
  create trigger execution_ended after update of status on executions when old.status = 'Running' and new.status <> 'Running' begin
    update running_executions set count = count - 1 where account = new.account and region = new.region and kind = new.kind;
  end;
  create trigger running_execution_deleted after delete on executions when old.status = 'Running' begin
    update running_executions set count = count - 1 where account = old.account and region = old.region and kind = old.kind;
  end;
  `,
  `
  create index flows_by_definition on flows (definition_hash);
  create index flow_versions_by_definition on flow_versions (definition_hash);
  create index flow_versions_in_order on flow_versions (account, region, flow, cast(version as integer));
  create index flow_aliases_newest on flow_aliases (account, region, flow, updated, id);

  create table prompts (
    account text not null,
    region text not null,
    id text not null,
    name text not null,
    description text,
    kms_key text,
    default_variant text,
    variants text,
    created integer not null,
    updated integer not null,
    last_version integer not null,
    primary key (account, region, id)
  ) strict;
  create index prompts_newest on prompts (account, region, updated, id);

  create table prompt_versions (
    account text not null,
    region text not null,
    prompt text not null,
    version integer not null,
    name text not null,
    description text,
    kms_key text,
    default_variant text,
    variants text,
    created integer not null,
    primary key (account, region, prompt, version)
  ) strict;

  create table resource_tags (
    account text not null,
    region text not null,
    arn text not null,
    tags text not null,
    primary key (account, region, arn)
  ) strict;

  create table client_tokens (
    account text not null,
    region text not null,
    operation text not null,
    token text not null,
    parameters text not null,
    result text not null,
    created integer not null,
    primary key (account, region, operation, token)
  ) strict;
  create index client_tokens_oldest on client_tokens (created);

  create table unused_definitions (
    hash text primary key,
    last_execution integer not null
  ) strict;

  create table execution_summaries (
    execution integer primary key,
    sequence integer not null,
    summary text not null
  ) strict;

  create index executions_running on executions (account, region, flow, id) where status = 'Running';
  create index executions_ended on executions (kind, ended) where ended is not null;
  `,
]
