/** A condition key that requests have here. */
export interface ConditionKey {
  /** As AWS writes it. Conditions may write it in any case. */
  readonly name: string
  /** Whether a request may have several values of it. */
  readonly isSet: boolean
  /** Whether two requests of one user for one resource in one region may differ in it. */
  readonly varies: boolean
}

/**
 * What a request says about a key, by its name in lower case; nothing where it does not have the key. Several values of a key that
 * is no set: tags whose keys differ in case only.
 */
export type Context = (key: string) => readonly string[]

/**
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const keys: readonly ConditionKey[] = [
  { name: 'aws:CurrentTime', isSet: false, varies: true },
  { name: 'aws:EpochTime', isSet: false, varies: true },
  { name: 'aws:PrincipalAccount', isSet: false, varies: false },
  { name: 'aws:PrincipalArn', isSet: false, varies: false },
  { name: 'aws:RequestedRegion', isSet: false, varies: false },
  { name: 'aws:ResourceAccount', isSet: false, varies: false },
  { name: 'aws:SecureTransport', isSet: false, varies: true },
  { name: 'aws:SourceIp', isSet: false, varies: true },
  { name: 'aws:TagKeys', isSet: true, varies: true },
  { name: 'aws:username', isSet: false, varies: false },
]
const tagFamilies = ['aws:RequestTag/', 'aws:ResourceTag/']

export const conditionKeyNames: readonly string[] = [...keys.map(({ name }) => name), ...tagFamilies.map((family) => `${family}KEY`)]

/** `undefined`: requests have no such key here. */
export const conditionKey = (name: string): ConditionKey | undefined => {
  const written = name.toLowerCase()
  const family = tagFamilies.find((each) => written.startsWith(each.toLowerCase()) && written.length > each.length)
  if (family !== undefined) return { name: family + name.slice(family.length), isSet: false, varies: true }
  return keys.find((key) => key.name.toLowerCase() === written)
}
