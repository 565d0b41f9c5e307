import Type from 'typebox'
import type { JsonObject } from '../lib/json.ts'
import { count, section } from './configuration-section.ts'

const httpUrl = '^https?://[^\\s/@?#]+(?:/[^\\s@?#]*)?$'

const ModelProvider = section(
  {
    type: Type.Enum(['openai-compatible', 'bedrock', 'anthropic', 'openai', 'google'], {
      description:
        'openai-compatible: Ollama, vLLM, llama.cpp, LM Studio and every other server of that form. bedrock: Amazon Bedrock, or what speaks its Converse API.',
      allowed: "'openai-compatible' (Ollama, vLLM, llama.cpp, LM Studio and the like), 'bedrock', 'anthropic', 'openai' or 'google'",
    }),
    baseUrl: Type.Optional(
      Type.String({
        description:
          "Of openai-compatible: what stands before /chat/completions. Of anthropic, openai and google: in place of the vendor's own.",
        pattern: httpUrl,
        allowed: 'an http:// or https:// URL without user, query and fragment',
        secret: true,
      }),
    ),
    endpointUrl: Type.Optional(
      Type.String({
        description: "Of bedrock: in place of the region's own endpoint.",
        pattern: httpUrl,
        allowed: 'an http:// or https:// URL without user, query and fragment',
        secret: true,
      }),
    ),
    apiKeyEnv: Type.Optional(
      Type.String({
        description: 'The environment variable that holds the key. Without one, bedrock takes AWS credentials as every AWS SDK finds them.',
        pattern: '^[A-Za-z_][A-Za-z0-9_]*$',
        allowed: 'the name of an environment variable, not the key itself',
        secret: true,
      }),
    ),
    region: Type.Optional(
      Type.String({
        description: 'Of bedrock: the AWS region.',
        pattern: '^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$',
        allowed: "an AWS region, as 'us-east-1'",
      }),
    ),
    profile: Type.Optional(
      Type.String({ minLength: 1, maxLength: 256, description: "Of bedrock: a profile in AWS's shared configuration files." }),
    ),
    maxConcurrency: count(64, 10_000, 'Calls at once; further ones wait, fairly between executions.'),
    retries: Type.Integer({
      default: 3,
      minimum: 0,
      maximum: 100,
      description: 'How often a call is made again that was throttled, met a 5xx or lost its connection.',
    }),
  },
  { description: 'A service with language models.' },
)

const ModelRoute = section(
  {
    match: Type.String({
      minLength: 1,
      maxLength: 2048,
      description: 'A model id, inference profile or ARN as flows write it; * stands for any characters.',
    }),
    provider: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'A name in models.providers; left out for a built-in model.' }),
    ),
    model: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 2048,
        description: "The model's name at the provider, or a built-in model; left out: as the flow writes it.",
      }),
    ),
  },
  { description: 'Leads model ids to a provider and a model there.' },
)

const ScriptedRule = section(
  {
    match: Type.String({
      minLength: 1,
      maxLength: 2048,
      description: 'The prompts that this rule answers: the last user message; * stands for any characters.',
    }),
    answer: Type.Optional(Type.String({ maxLength: 1_000_000, description: 'What the model says.' })),
    toolUse: Type.Optional(
      section(
        {
          name: Type.String({ minLength: 1, maxLength: 64, description: 'The tool.' }),
          input: Type.Unsafe<JsonObject>(Type.Object({}, { description: 'What the tool is given.', allowed: 'a mapping' })),
        },
        { description: 'The call of a tool that the model asks for in place of an answer.' },
      ),
    ),
    tokenDelayMs: Type.Integer({ default: 0, minimum: 0, maximum: 86_400_000, description: 'The pause before each word.' }),
  },
  { description: 'One rule of the model sluice.scripted-v1:0: an answer or a toolUse.' },
)

export const Models = section(
  {
    providers: Type.Record(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' }), ModelProvider, {
      default: {},
      additionalProperties: false,
      description: 'Servers with language models, by a name of your choice.',
      allowed: 'a mapping of names (letters, digits, - and _) to providers',
    }),
    scripted: Type.Array(ScriptedRule, {
      default: [],
      maxItems: 10_000,
      description: 'What the built-in model sluice.scripted-v1:0 says: the first rule that matches wins.',
    }),
    routes: Type.Array(ModelRoute, { default: [], maxItems: 10_000, description: 'The first that matches wins.' }),
  },
  { default: {}, description: 'Which language models there are. The built-in sluice.echo-v1:0 and sluice.scripted-v1:0 are always there.' },
)
