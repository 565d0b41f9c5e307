import type Type from 'typebox'
import { Value } from 'typebox/value'
import { builtInModelIds } from '../providers/language-model/built-in.ts'
import type { AccessSettings } from './access-schema.ts'
import { checkAccess } from './check-access.ts'
import { checkBuckets } from './check-buckets.ts'
import { checkFunctions } from './check-functions.ts'
import { withDefaults } from './configuration-defaults.ts'
import { ConfigurationError } from './configuration-error.ts'
import { firstProblem, shown } from './configuration-problem.ts'
import { configurationSchema } from './configuration-schema.ts'
import { checkDeclaredFlows } from './declared-flows/check-declared-flows.ts'
import { secretOf } from './secret-of.ts'

/** Every setting, defaults filled in. */
export type Configuration = Type.Static<typeof configurationSchema>
export type Limits = Configuration['limits']
/** What one account may have in one region. */
export type Quotas = Configuration['quotas']
type ModelProvider = Configuration['models']['providers'][string]
type ScriptedRule = Configuration['models']['scripted'][number]
type FunctionEntry = Configuration['functions'][number]
type DefaultedOfFunction = 'maxConcurrency' | 'idempotent'
type BucketEntry = Configuration['buckets'][number]
type DefaultedOfBucket = 'maxConcurrency' | 'timeoutSeconds'
type Defaulted = 'maxConcurrency' | 'retries'

/** The configuration as it is written: what is absent has its default. */
export interface PartialConfiguration extends Partial<
  Omit<
    Configuration,
    'models' | 'limits' | 'quotas' | 'invoke' | 'retention' | 'server' | 'access' | 'throttling' | 'functions' | 'buckets'
  >
> {
  readonly models?: {
    readonly providers?: Readonly<Record<string, Omit<ModelProvider, Defaulted> & Partial<Pick<ModelProvider, Defaulted>>>>
    readonly scripted?: readonly (Omit<ScriptedRule, 'tokenDelayMs'> & Partial<Pick<ScriptedRule, 'tokenDelayMs'>>)[]
    readonly routes?: Configuration['models']['routes']
  }
  readonly functions?: readonly (Omit<FunctionEntry, DefaultedOfFunction> & Partial<Pick<FunctionEntry, DefaultedOfFunction>>)[]
  readonly buckets?: readonly (Omit<BucketEntry, DefaultedOfBucket> & Partial<Pick<BucketEntry, DefaultedOfBucket>>)[]
  readonly limits?: Partial<Limits>
  readonly quotas?: Partial<Quotas>
  readonly invoke?: Partial<Configuration['invoke']>
  readonly retention?: Partial<Configuration['retention']>
  readonly server?: Partial<Configuration['server']>
  readonly access?: Partial<AccessSettings>
  readonly throttling?: 'aws' | Configuration['throttling']
}

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Checks a configuration as it was written and fills in the defaults. Checking its own result changes nothing.
 * @throws ConfigurationError - one sentence about the first problem.
 */
export const parseConfiguration = (value: unknown, environment: Environment = process.env): Configuration => {
  const filled = withDefaults(configurationSchema, value ?? {})
  if (!Value.Check(configurationSchema, filled)) throw firstProblem(configurationSchema, filled)
  checkProviders(filled, environment)
  checkRoutes(filled)
  checkScripted(filled)
  checkFunctions(filled.functions, environment)
  checkBuckets(filled.buckets)
  checkDeclaredFlows(filled.flows)
  checkAccess(filled, environment)
  return filled
}

const checkProviders = ({ models: { providers } }: Configuration, environment: Environment): void => {
  for (const [name, provider] of Object.entries(providers)) {
    checkProvider(`models.providers.${name}`, provider)
    if (provider.apiKeyEnv !== undefined)
      secretOf({ setting: `models.providers.${name}.apiKeyEnv`, name: provider.apiKeyEnv, owner: 'provider' }, environment)
  }
}

type Type = ModelProvider['type']
const own = ['baseUrl', 'endpointUrl', 'apiKeyEnv', 'region', 'profile'] as const
const vendor = { needs: ['apiKeyEnv'], may: ['baseUrl'] } as const
/** Which settings a provider has follows from its type. */
const settingsOf: Readonly<Record<Type, Readonly<Record<'needs' | 'may', readonly (typeof own)[number][]>>>> = {
  'openai-compatible': { needs: ['baseUrl'], may: ['apiKeyEnv'] },
  bedrock: { needs: ['region'], may: ['endpointUrl', 'profile', 'apiKeyEnv'] },
  anthropic: vendor,
  openai: vendor,
  google: vendor,
}

const checkProvider = (section: string, provider: ModelProvider): void => {
  const { type, profile, apiKeyEnv } = provider
  const { needs, may } = settingsOf[type]
  for (const member of own) {
    const setting = `${section}.${member}`
    const wrong = (what: string): ConfigurationError => new ConfigurationError(`${setting} ${what}.`, { setting })
    const value = provider[member]
    if (value === undefined && needs.includes(member)) throw wrong(`is missing: the type ${type} needs it`)
    if (value !== undefined && ![...needs, ...may].includes(member))
      throw wrong(`is no setting of the type ${type}, which has ${[...needs, ...may].join(', ')}`)
    if (value !== undefined && member.endsWith('Url') && !URL.canParse(value)) throw wrong('is not a valid URL')
    if (member === 'profile' && profile !== undefined && apiKeyEnv !== undefined)
      throw wrong('and apiKeyEnv are two ways to sign calls: leave one out')
  }
}

const checkRoutes = ({ models: { providers, routes } }: Configuration): void => {
  const names = Object.keys(providers)
  const known = names.length === 0 ? 'and there are none' : `which has ${names.join(', ')}`
  for (const [index, { provider, model }] of routes.entries()) {
    if (provider === undefined) checkBuiltIn(model, `models.routes[${index}]`)
    if (provider === undefined || names.includes(provider)) continue
    const setting = `models.routes[${index}].provider`
    throw new ConfigurationError(`${setting} is ${shown(provider)}, but must be a name in models.providers, ${known}.`, { setting })
  }
}

const checkScripted = ({ models: { scripted } }: Configuration): void => {
  const index = scripted.findIndex(({ answer, toolUse }) => (answer === undefined) === (toolUse === undefined))
  if (index === -1) return
  const setting = `models.scripted[${index}]`
  throw new ConfigurationError(`${setting} must have an answer or a toolUse, one of the two.`, { setting })
}

const checkBuiltIn = (model: string | undefined, route: string): void => {
  if (model !== undefined && builtInModelIds.includes(model)) return
  const setting = `${route}.provider`
  throw new ConfigurationError(`${setting} is missing, which only a built-in model (${builtInModelIds.join(', ')}) may do without.`, {
    setting,
  })
}
