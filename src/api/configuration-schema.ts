import Type from 'typebox'
import { Description, ExecutionRoleArn, FlowId, ResourceName } from '../contract/identifier.ts'
import { Access } from './access-schema.ts'
import { Buckets } from './buckets-schema.ts'
import { count, seconds, section } from './configuration-section.ts'
import { Functions } from './functions-schema.ts'
import { Models } from './models-schema.ts'
import { Server } from './server-settings.ts'
import { Throttling } from './throttling/throttling-schema.ts'
import { Tls } from './tls/tls-schema.ts'

const Limits = section(
  {
    executionSeconds: seconds(86_400, 'From the start of an asynchronous execution to its time-out.'),
    invokeSeconds: seconds(3_600, 'The same of InvokeFlow.'),
    nodeSeconds: seconds(300, "One node's work, without its wait for a provider."),
    visits: count(1_000_000, 1_000_000_000, 'How often nodes may fire in one execution.'),
    events: count(10_000_000, 1_000_000_000, 'Events of one execution.'),
    valueBytes: count(6_291_456, 67_108_864, 'One value between nodes, and one answer of a model.'),
    iteratorConcurrency: count(1, 10_000, 'Elements of one Iterator under way at once. AWS has one.'),
    collectedBytes: count(67_108_864, 67_108_864, 'What one Collector may gather.'),
    executionBytes: count(1_073_741_824, 1_099_511_627_776, 'All values of one execution, and the paths of its events.'),
  },
  { default: {}, description: 'Bounds of one execution, fixed when it starts.' },
)

const Invoke = section(
  {
    onDisconnect: Type.Enum(['stop', 'continue'], {
      default: 'stop',
      description: 'What becomes of a run whose client has gone before its end.',
      allowed: "'stop' or 'continue'",
    }),
    stalledReaderSeconds: seconds(60, 'How long a client may take nothing of its stream before it counts as gone.'),
  },
  { default: {}, description: 'InvokeFlow.' },
)

const Quotas = section(
  {
    runningExecutions: count(1000, 1_000_000, 'Asynchronous executions running at once.'),
    flows: count(100, 1_000_000, 'Flows.'),
    flowVersions: count(10, 1_000_000, 'Versions of one flow.'),
    flowAliases: count(10, 1_000_000, 'Aliases of one flow.'),
    prompts: count(500, 1_000_000, 'Prompts.'),
    promptVersions: count(10, 1_000_000, 'Versions of one prompt.'),
  },
  { default: {}, description: 'What one account may have in one region.' },
)

const Retention = section(
  {
    asynchronousDays: Type.Number({
      default: 90,
      minimum: 0.001,
      maximum: 36_500,
      description: 'Executions of StartFlowExecution.',
      allowed: 'a number of days from 0.001 on, at most a hundred years',
    }),
    invokeHours: Type.Number({
      default: 24,
      minimum: 0.01,
      maximum: 876_000,
      description: 'Runs of InvokeFlow.',
      allowed: 'a number of hours from 0.01 on, at most a hundred years',
    }),
  },
  { default: {}, description: 'How long executions are kept after their end.' },
)

const inQuotes = 'in quotes where YAML would read a number'
const resourceId = (description: string) => Type.With(FlowId, { description, allowed: `ten letters and digits, ${inQuotes}` })
const resourceName = (description: string) =>
  Type.With(ResourceName, {
    description,
    allowed: `at most 100 letters and digits, each perhaps followed by a - or _, ${inQuotes}`,
  })

const DeclaredFlow = section(
  {
    id: resourceId("The flow's id, as an application has it from AWS."),
    name: Type.Optional(resourceName('Left out: the id.')),
    description: Type.Optional(Type.With(Description, { description: "The flow's description." })),
    executionRoleArn: Type.Optional(
      Type.With(ExecutionRoleArn, {
        description: 'Kept and shown, not used. Left out: the role sluice of the account.',
        allowed: 'the ARN of an IAM role',
      }),
    ),
    file: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        description: 'The definition: JSON, YAML, or what aws bedrock-agent get-flow prints; relative to this file.',
      }),
    ),
    definition: Type.Optional(
      Type.Unsafe<object>(Type.Object({}, { description: 'The definition itself, in place of a file.', allowed: 'a mapping' })),
    ),
    alias: Type.Optional(
      section(
        { id: resourceId("The alias's id."), name: resourceName("The alias's name.") },
        { description: 'An alias that leads to the DRAFT, beside TSTALIASID.' },
      ),
    ),
  },
  { description: 'A flow that exists from the start on, prepared.' },
)

/** Every setting that does something, with its default: the types, the checks and the published JSON Schema follow from it. */
export const configurationSchema = section(
  {
    host: Type.String({
      default: '127.0.0.1',
      description: 'The address to listen on.',
      pattern: '^(?:[A-Za-z0-9][A-Za-z0-9.-]{0,252}|[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(?:%[A-Za-z0-9]+)?)$',
      allowed: 'an IP address or host name, without port and brackets',
    }),
    port: Type.Integer({ default: 4680, minimum: 0, maximum: 65_535, description: '0 takes any free one and prints it.' }),
    dataDir: Type.String({
      default: './.sluice',
      minLength: 1,
      maxLength: 4096,
      description: 'Where everything is kept; relative to this file.',
    }),
    account: Type.String({
      default: '000000000000',
      pattern: '^[0-9]{12}$',
      description: 'The account of the declared flows.',
      allowed: `twelve digits, ${inQuotes}`,
    }),
    region: Type.String({
      default: 'us-east-1',
      pattern: '^[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?$',
      description: 'The region of the declared flows.',
      allowed: "an AWS region, as 'us-east-1'",
    }),
    flows: Type.Array(DeclaredFlow, { default: [], maxItems: 10_000, description: 'Flows that exist from the start on, with these ids.' }),
    compatibility: Type.Enum(['extended', 'aws'], {
      default: 'extended',
      description: "aws refuses in one flow what AWS refuses: more than 40 nodes, or than AWS's maximum of a type or of conditions.",
      allowed: "'extended' or 'aws'",
    }),
    models: Models,
    functions: Functions,
    buckets: Buckets,
    limits: Limits,
    quotas: Quotas,
    invoke: Invoke,
    retention: Retention,
    server: Server,
    access: Access,
    throttling: Throttling,
    tls: Type.Optional(Tls),
    shutdownSeconds: Type.Number({
      default: 10,
      minimum: 0,
      maximum: 3600,
      description: 'How long work may go on after SIGTERM before it is let go, to be resumed at the next start.',
    }),
    allowedHosts: Type.Array(
      Type.String({
        pattern: '^[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?$',
        allowed: 'a host name, without a port',
        description: 'A host name.',
      }),
      {
        default: [],
        maxItems: 1000,
        description: 'Names with a dot under which clients reach this server; IP addresses and names without a dot always may.',
      },
    ),
    allowedOrigins: Type.Array(
      Type.String({
        pattern: '^https?://(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,251}[A-Za-z0-9_])?|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{1,5})?$',
        allowed: "an origin as a browser sends it, as 'https://example.com' or 'http://localhost:5173'",
        description: 'An origin.',
      }),
      {
        default: [],
        maxItems: 1000,
        description: "Web pages that may read Sluice's own paths, with a presigned URL of at most 15 minutes.",
      },
    ),
    insecureOpen: Type.Boolean({
      default: false,
      description: 'Listen beyond loopback although access.mode is open, which takes any credential.',
    }),
  },
  { description: 'The configuration of Sluice.' },
)
