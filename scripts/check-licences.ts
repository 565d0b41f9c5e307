/** Fails when a production dependency has a licence that Sluice does not accept. */
import { readFileSync } from 'node:fs'

const accepted = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD'])

interface Locked {
  readonly dev?: boolean
  readonly license?: string
}

const { packages }: { packages: Record<string, Locked> } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const production = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev)
/** `(A OR B)` lets us choose. */
const isAccepted = (license: string): boolean =>
  license
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((each) => accepted.has(each))
const refused = production.filter(([, { license }]) => license === undefined || !isAccepted(license))

if (production.length === 0) throw new Error('No production dependency found in package-lock.json.')
for (const [path, { license }] of refused) console.error(`${path}: ${license ?? 'no licence'} is not one of ${[...accepted].join(', ')}.`)
if (refused.length > 0) process.exitCode = 1
else console.log(`${production.length} production packages, all under accepted licences.`)
