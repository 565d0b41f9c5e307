import { describe, expect, it } from 'vitest'
import { welcome } from './welcome.ts'

const sluice = { endpoint: 'http://127.0.0.1:4680', dataDir: '/data' }
const place = { flows: [], account: '000000000000', region: 'us-east-1' }
const alice = { accessKeyId: 'AKIAALICE', secretAccessKeyEnv: 'ALICE_SECRET', accountId: '123456789012', userName: 'alice' }

describe('the welcome of a server', () => {
  it('shows any key and secret where any is taken', () => {
    const said = welcome(sluice, { ...place, access: { mode: 'open', credentials: [alice] } })

    expect(said).toContain("aws_access_key_id='123456789012', aws_secret_access_key='any')")
    expect(said).toContain('AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=any')
    expect(said).not.toContain('verified')
  })

  it.each(['0.0.0.0', '[::]'])('names a server on every address, %s, by one that clients can call', (host) => {
    const said = welcome({ ...sluice, endpoint: `https://${host}:4680` }, { ...place, access: { credentials: [] } })

    expect(said.split('\n')[0]).toBe(`Sluice is ready at https://${host}:4680`)
    expect(said).toContain("endpoint_url='https://localhost:4680'")
    expect(said).toContain('AWS_ENDPOINT_URL_BEDROCK_AGENT=https://localhost:4680')
    expect(said.split(host)).toHaveLength(2)
  })

  it('names where the secret is where signatures are verified, in the words of each client', () => {
    const said = welcome(sluice, { ...place, access: { credentials: [alice] } })

    expect(said).toContain('Signatures are verified; access keys: 1')
    expect(said).toContain("aws_access_key_id='AKIAALICE', aws_secret_access_key=os.environ['ALICE_SECRET'])")
    expect(said).toContain("credentials: { accessKeyId: 'AKIAALICE', secretAccessKey: process.env.ALICE_SECRET } })")
    expect(said).toContain('AWS_ACCESS_KEY_ID=AKIAALICE AWS_SECRET_ACCESS_KEY="$ALICE_SECRET"')
  })
})
