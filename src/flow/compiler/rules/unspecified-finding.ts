import type { Finding } from './rule.ts'

/** A finding for which AWS has no type of its own: its sentence says all. */
export const unspecifiedError = (message: string, at?: Finding['at']): Finding => ({
  severity: 'Error',
  type: 'Unspecified',
  message,
  details: { unspecified: {} },
  ...(at && { at }),
})
