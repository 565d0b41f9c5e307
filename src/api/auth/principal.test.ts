import { expect, it } from 'vitest'
import { principalOf } from './principal.ts'

it('has the ARN of an IAM user', () => {
  expect(principalOf({ accessKeyId: 'AKIAEXAMPLE00000001', accountId: '123456789012', userName: 'alice' })).toEqual({
    arn: 'arn:aws:iam::123456789012:user/alice',
    account: '123456789012',
    userName: 'alice',
    accessKeyId: 'AKIAEXAMPLE00000001',
  })
})
