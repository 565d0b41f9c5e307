import { expect, it } from 'vitest'
import { elsewhere } from './elsewhere.ts'

const place = { account: '000000000000', region: 'us-east-1', aliases: new Map([['POEM000001', undefined]]) }
const home = { account: '000000000000', region: 'us-east-1', accessKeyId: 'AKIAEXAMPLE' }
const flowArn = (account: string, region: string): string => `arn:aws:bedrock:${region}:${account}:flow/POEM000001`
const other = '123456789012'

it.each([
  [['POEM000001'], { ...home, account: other, accessKeyId: other }, 'this call is of account 123456789012, which is its access key.'],
  [['POEM000001'], { ...home, region: 'eu-west-1' }, 'this call is signed for region eu-west-1.'],
  [[flowArn(other, 'us-east-1')], home, 'an ARN in it says account 123456789012.'],
  [[flowArn('000000000000', 'eu-west-1')], home, 'an ARN in it says region eu-west-1.'],
  [['POEM000001', `${flowArn(other, 'us-east-1')}/alias/LIVE000001`], home, 'an ARN in it says account 123456789012.'],
  [
    [flowArn(other, 'eu-west-1'), `${flowArn(other, 'eu-west-1')}/alias/LIVE000001`],
    { ...home, region: 'eu-west-1' },
    'this call is signed for region eu-west-1, and an ARN in it says account 123456789012, and an ARN in it says region eu-west-1.',
  ],
])('says of %j to %j where it is', (identifiers, caller, difference) => {
  expect(elsewhere(identifiers, caller, place)).toBe(
    `The configuration declares POEM000001 in account 000000000000 and region us-east-1, but ${difference}`,
  )
})

it('does not say that an access key names the account when it does not', () => {
  expect(elsewhere(['POEM000001'], home, { ...place, account: other })).toBe(
    'The configuration declares POEM000001 in account 123456789012 and region us-east-1, but this call is of account 000000000000, as its access key is not the twelve digits of another.',
  )
})

it.each([['POEM000001'], [flowArn('000000000000', 'us-east-1')], ['OTHER00001'], [flowArn('1', 'x')], [''], ['arn:aws:bedrock']])(
  'has nothing to say of %s at home',
  (flowIdentifier) => {
    expect(elsewhere([flowIdentifier], home, place)).toBeUndefined()
  },
)
