import type { AccessSettings } from '../access-schema.ts'
import { ConfigurationError } from '../configuration-error.ts'
import { UnreadableFile } from '../files/text-file.ts'
import { readJson } from '../protocol/json-document.ts'
import { SerializationException } from '../../contract/exceptions.ts'
import { parsePolicy } from './parse-policy.ts'
import type { ParsedPolicy } from './parse-policy.ts'
import { permissionsOf } from './permissions.ts'
import type { Permissions } from './permissions.ts'
import type { Policy } from './policy.ts'
import { readPolicyFile } from './policy-file.ts'

/**
 * What each credential may do, by its access key id. A file that several name is read once.
 * @throws ConfigurationError - one sentence about the first policy that cannot be read or followed.
 */
export const readPolicies = async ({ credentials }: AccessSettings): Promise<ReadonlyMap<string, Permissions>> => {
  const files = new Map<string, Policy>()
  const permissions = new Map<string, Permissions>()
  for (const [index, { accessKeyId, policies = [] }] of credentials.entries()) {
    const read: Policy[] = []
    for (const [position, written] of policies.entries()) {
      const setting = `access.credentials[${index}].policies[${position}]`
      const policy = typeof written === 'string' ? (files.get(written) ?? (await fromFile(written, setting))) : fromObject(written, setting)
      if (typeof written === 'string') files.set(written, policy)
      read.push(policy)
    }
    permissions.set(accessKeyId, permissionsOf(read))
  }
  return permissions
}

const fromFile = async (file: string, setting: string): Promise<Policy> => {
  try {
    const { parsed } = await readPolicyFile(file)
    return followed(parsed, `${setting}: The policy ${file}`, setting)
  } catch (cause) {
    if (!(cause instanceof UnreadableFile)) throw cause
    throw new ConfigurationError(`${setting}: ${cause.message}`, { setting, cause })
  }
}

/** It comes from a program or from the configuration: what it is in JSON counts. */
const fromObject = (written: object, setting: string): Policy => {
  try {
    return followed(parsePolicy(readJson('The policy', JSON.stringify(written)), setting), setting, setting)
  } catch (cause) {
    if (!(cause instanceof SerializationException)) throw cause
    throw new ConfigurationError(`${setting}: ${cause.message}`, { setting, cause })
  }
}

const followed = (parsed: ParsedPolicy, subject: string, setting: string): Policy => {
  if ('policy' in parsed) return parsed.policy
  throw new ConfigurationError(`${subject}: ${parsed.faults[0]?.message ?? ''}`, { setting })
}
