import Type from 'typebox'
import { awsService } from './aws-service-schema.ts'
import { count, section } from './configuration-section.ts'

const FunctionEntry = section(
  {
    match: Type.String({
      minLength: 1,
      maxLength: 2048,
      description: 'The ARNs of functions, as flows write them, qualifiers included; * stands for any characters.',
    }),
    module: Type.Optional(
      Type.String({
        maxLength: 4096,
        pattern: '\\.(?:[cm]?[jt]s|py)$',
        description: "A file with a handler in JavaScript, TypeScript or Python, with Lambda's signature, relative to this file.",
        allowed: 'the path of a file .mjs, .cjs, .js, .mts, .cts, .ts or .py',
      }),
    ),
    handler: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z_$][A-Za-z0-9_$]{0,127}$',
        description: 'Of a module: the function that it exports; left out: handler, in Python lambda_handler.',
        allowed: 'the name of a function',
      }),
    ),
    interpreter: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4096,
        description: 'Of a module in Python: the interpreter, a command or a path, relative to this file; left out: python3.',
      }),
    ),
    env: Type.Optional(
      Type.Array(
        Type.String({
          maxLength: 32_768,
          pattern: '^[A-Za-z_][A-Za-z0-9_]*(?:=[^\\0]*)?$',
          description: "NAME hands on a variable of the server's environment, NAME=value sets one.",
          allowed: 'NAME or NAME=value',
          secret: true,
        }),
        { maxItems: 1000, description: 'Of a module: the environment variables that the handler sees beside those of Lambda.' },
      ),
    ),
    url: Type.Optional(
      Type.String({
        description: "A server that takes the event as a POST and answers the function's JSON.",
        pattern: '^https?://[^\\s/@?#]+(?:[/?][^\\s#]*)?$',
        allowed: 'an http:// or https:// URL without user and fragment',
        secret: true,
      }),
    ),
    apiKeyEnv: Type.Optional(
      Type.String({
        description: 'Of url: the environment variable that holds a key, sent as a bearer token.',
        pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
        allowed: 'the name of an environment variable, not the key itself',
        secret: true,
      }),
    ),
    lambda: Type.Optional(
      section(awsService('LocalStack, SAM and every other that speaks the Invoke API'), {
        description: 'AWS Lambda, which is asked for the function by its ARN.',
      }),
    ),
    maxConcurrency: count(16, 10_000, 'Calls at once; further ones wait, fairly between executions.'),
    timeoutSeconds: Type.Optional(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 31_536_000,
        description: 'How long one call may take; left out: as long as the node (limits.nodeSeconds).',
        allowed: 'a number of seconds above 0, at most a year',
      }),
    ),
    idempotent: Type.Boolean({
      default: false,
      description:
        'A call that was throttled, met a 5xx, lost its connection or timed out is made again: the function may be called twice.',
    }),
  },
  { description: 'Leads ARNs of functions to where these are.' },
)

export const Functions = Type.Array(FunctionEntry, {
  default: [],
  maxItems: 10_000,
  description: 'Where the functions of LambdaFunction nodes are: the first entry that matches an ARN wins.',
})
