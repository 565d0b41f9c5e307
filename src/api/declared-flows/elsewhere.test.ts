import { expect, it } from 'vitest'
import { elsewhere } from './elsewhere.ts'

const place = { account: '000000000000', region: 'us-east-1', ids: new Set(['POEM000001']) }
const home = { account: '000000000000', region: 'us-east-1' }
const declared = 'The configuration declares POEM000001 in account 000000000000 and region us-east-1, but '
const arn = (account: string, region: string): string => `arn:aws:bedrock:${region}:${account}:flow/POEM000001`

it.each([
  [
    'POEM000001',
    { ...home, account: '123456789012' },
    'this call is of account 123456789012, which its access key says: twelve digits are the account.',
  ],
  ['POEM000001', { ...home, region: 'eu-west-1' }, 'this call is signed for region eu-west-1.'],
  [arn('123456789012', 'us-east-1'), home, 'its ARN says account 123456789012.'],
  [arn('000000000000', 'eu-west-1'), home, 'its ARN says region eu-west-1.'],
  [arn('000000000000', 'us-east-1'), { ...home, region: 'eu-west-1' }, 'this call is signed for region eu-west-1.'],
  [
    arn('123456789012', 'eu-west-1'),
    { ...home, region: 'eu-west-1' },
    'this call is signed for region eu-west-1, and its ARN says account 123456789012, and its ARN says region eu-west-1.',
  ],
])('says of %s to %j where it is', (flowIdentifier, caller, difference) => {
  expect(elsewhere(flowIdentifier, caller, place)).toBe(declared + difference)
})

it.each(['POEM000001', arn('000000000000', 'us-east-1'), 'OTHER00001', arn('1', 'x'), '', 'arn:aws:bedrock'])(
  'has nothing to say of %s at home',
  (flowIdentifier) => {
    expect(elsewhere(flowIdentifier, home, place)).toBeUndefined()
  },
)
