import { isIP, isIPv6 } from 'node:net'

/** What of a request names the host that it is for. `host`: every Host header, in order. */
export interface HostHeaders {
  /** HTTP/2's `:authority`. */
  readonly authority: string | undefined
  readonly host: readonly string[]
}

/** The one host that a request is for, with its port; `undefined` when none or several are named. */
export const requestHost = ({ authority, host }: HostHeaders): string | undefined => {
  const named = new Set(authority === undefined ? host : [authority, ...host])
  return host.length > 1 || named.size !== 1 ? undefined : named.values().next().value
}

/**
 * Whether a request for this host may come in. A web page can make a browser reach this server under a dotted name of its
 * own (DNS rebinding), so only what nobody else can own is allowed: addresses, `localhost`, names without a dot, and
 * `allowedHosts`.
 */
export const isAllowedHost = (host: string, allowedHosts: readonly string[]): boolean => {
  const name = nameOf(host.toLowerCase())
  if (name === undefined) return false
  if (name.startsWith('[')) return isIPv6(name.slice(1, -1))
  return isIP(name) === 4 || isOwnName(name) || allowedHosts.some((allowed) => allowed.toLowerCase() === name)
}

const isOwnName = (name: string): boolean => !name.includes('.') || name.endsWith('.localhost') || name === 'host.docker.internal'

const hostPattern = /^(?<name>\[[0-9a-f:.]+\]|[a-z0-9_](?:[a-z0-9_.-]{0,253}[a-z0-9_])?)(?::\d{1,5})?$/

const nameOf = (host: string): string | undefined => hostPattern.exec(host)?.groups?.['name']
