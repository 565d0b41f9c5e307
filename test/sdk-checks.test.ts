import { describe, expect, it } from 'vitest'
import { checkResults } from '../scripts/sdk-checks.ts'

describe('checkResults', () => {
  it('reads each line that a client prints, and leaves the rest', () => {
    const said = 'ok one over HTTP/2\nanything else\nfailed two: expected [1], got {a: 2}\n'

    const results = checkResults(said, ['one over HTTP/2', 'two'])

    expect(results).toEqual([{ name: 'one over HTTP/2' }, { name: 'two', failure: 'expected [1], got {a: 2}' }])
  })

  it('fails what a client does not tell, and what nobody expects', () => {
    const results = checkResults('ok other\n', ['one'])

    expect(results).toEqual([
      { name: 'one', failure: 'The client ended before this check.' },
      { name: 'other', failure: 'scripts/sdk-checks.ts does not name this check.' },
    ])
  })
})
