import { accessModeOf, type AccessSettings } from '../api/access-schema.ts'

/** What of the credentials holds and is seldom meant: a line each. `now`: milliseconds UTC. */
export const accessNotes = (access: AccessSettings, now: number): readonly string[] =>
  accessModeOf(access) === 'open'
    ? []
    : access.credentials.flatMap(({ userName, policies = [], expiresAt }, index) => {
        const of = (what: string): string => `Note: access.credentials[${index}] (${userName}) ${what}.`
        if (expiresAt !== undefined && Date.parse(expiresAt) <= now) return [of(`has ended on ${expiresAt}: each of its calls is refused`)]
        return policies.length > 0 ? [] : [of('has no policies: it may do nothing')]
      })
