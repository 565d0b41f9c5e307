import { BlockList, isIP } from 'node:net'

/** IPv4 addresses as they are written within IPv6. */
const mapped = new BlockList()
mapped.addSubnet('::ffff:0:0', 96, 'ipv6')

/**
 * Whether an address is in a network, which is written as one address or as `203.0.113.0/24`. `undefined`: that is none, or one of IPv4
 * written within IPv6, where no client would be: each has its IPv4 address here.
 */
export const network = (text: string): ((address: string) => boolean) | undefined => {
  const [, written = '', bits] = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const version = isIP(written)
  const prefix = bits === undefined ? undefined : Number(bits)
  if (version === 0 || (version === 6 && mapped.check(written, 'ipv6')) || (prefix !== undefined && prefix > (version === 4 ? 32 : 128)))
    return undefined
  const family = version === 4 ? 'ipv4' : 'ipv6'
  const list = new BlockList()
  if (prefix === undefined) list.addAddress(written, family)
  else list.addSubnet(written, prefix, family)
  // What is no address is in no network; `check` would take an IPv4 address that is written within IPv6 for itself.
  return (address) => isIP(address) === version && list.check(address, family)
}
