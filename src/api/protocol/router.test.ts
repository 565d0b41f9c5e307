import { describe, expect, it } from 'vitest'
import { operations } from '../../contract/operations.ts'
import { unavailableOperations } from '../../contract/unavailable-operations.ts'
import { routeKey, router } from './router.ts'

const match = router([
  { method: 'GET', path: '/flows/', name: 'ListFlows' },
  { method: 'POST', path: '/flows/', name: 'CreateFlow' },
  { method: 'POST', path: '/flows/validate-definition', name: 'ValidateFlowDefinition' },
  { method: 'GET', path: '/flows/{flowIdentifier}/', name: 'GetFlow' },
  { method: 'POST', path: '/flows/{flowIdentifier}/', name: 'PrepareFlow' },
  { method: 'GET', path: '/flows/{flowIdentifier}/aliases/{aliasIdentifier}', name: 'GetFlowAlias' },
  { method: 'POST', path: '/flows/{flowIdentifier}/aliases/{flowAliasIdentifier}/executions', name: 'StartFlowExecution' },
])

describe('a route', () => {
  it.each([
    ['GET', '/flows', 'ListFlows', {}],
    ['GET', '/flows/', 'ListFlows', {}],
    ['GET', '/flows/F1', 'GetFlow', { flowIdentifier: 'F1' }],
    ['GET', '/flows/F1/', 'GetFlow', { flowIdentifier: 'F1' }],
    ['GET', '/flows//', 'GetFlow', { flowIdentifier: '' }],
    [
      'GET',
      '/flows/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Aflow%2FF1/',
      'GetFlow',
      { flowIdentifier: 'arn:aws:bedrock:us-east-1:1:flow/F1' },
    ],
    ['GET', '/flows/arn:aws:bedrock:us-east-1:1:flow%2fF1', 'GetFlow', { flowIdentifier: 'arn:aws:bedrock:us-east-1:1:flow/F1' }],
    ['GET', '/flows/%252F', 'GetFlow', { flowIdentifier: '%2F' }],
    ['GET', `/flows/${'a'.repeat(2_048)}`, 'GetFlow', { flowIdentifier: 'a'.repeat(2_048) }],
    ['POST', '/flows/validate-definition', 'ValidateFlowDefinition', {}],
    ['POST', '/flows/validate-definition/', 'ValidateFlowDefinition', {}],
    ['GET', '/flows/validate-definition', 'GetFlow', { flowIdentifier: 'validate-definition' }],
    ['GET', '/flows/F1/aliases/A1', 'GetFlowAlias', { flowIdentifier: 'F1', aliasIdentifier: 'A1' }],
    ['POST', '/flows//aliases//executions', 'StartFlowExecution', { flowIdentifier: '', flowAliasIdentifier: '' }],
    ['GET', '/flows/__proto__', 'GetFlow', { flowIdentifier: '__proto__' }],
  ])('answers %s %s', (method, path, name, labels) => {
    expect(match(method, path)).toMatchObject({ type: 'found', route: { name }, labels })
  })

  it.each([
    ['DELETE', '/flows', ['GET', 'POST']],
    ['PUT', '/flows/F1', ['GET', 'POST']],
    ['DELETE', '/flows/validate-definition', ['GET', 'POST']],
    ['get', '/flows', ['GET', 'POST']],
  ])('says which methods it has when asked for %s %s', (method, path, allowed) => {
    expect(match(method, path)).toEqual({ type: 'wrongMethod', allowed })
  })

  it.each([
    '/',
    '',
    '*',
    'http://a/flows',
    '/flow',
    '/FLOWS',
    '/flows/F1/aliases',
    '/flows/F1/x',
    '//flows',
    `/flows${'/a'.repeat(10_000)}`,
  ])('is not found for %s', (path) => {
    expect(match('GET', path)).toEqual({ type: 'unknown' })
  })

  it.each(['/flows/%', '/flows/%zz', '/flows/%C3%28', '/flows/%80/aliases/A1'])(
    'with the broken percent-encoding of %s is refused',
    (path) => {
      expect(() => match('GET', path)).toThrow(
        expect.objectContaining({ name: 'ValidationException', message: 'The path has a broken percent-encoding.' }),
      )
    },
  )

  it('is refused when another has the same method and path', () => {
    const twice = [
      { method: 'GET', path: '/a/{b}' },
      { method: 'GET', path: '/a/{c}/' },
    ]

    expect(() => router(twice)).toThrow('Two routes answer GET /a/{c}/.')
  })

  it('leads to each operation of the contract by its own path', () => {
    const known = Object.entries(operations).map(([name, { method, path }]) => ({ name, method, path }))
    const answered = new Set(known.map(routeKey))
    const others = [...Map.groupBy(unavailableOperations, routeKey)].flatMap(([route, sharing]) =>
      answered.has(route) ? [] : sharing.slice(0, 1),
    )
    const find = router([...known, ...others])

    const found = known.map(({ method, path }) => find(method, path.replaceAll(/\{\w+\}/g, 'x')))

    expect(found).toEqual(known.map((route) => expect.objectContaining({ type: 'found', route })))
  })
})
