import Type from 'typebox'
import { list, text } from './shape.ts'

const buildTimeText = text({ pattern: '[\\s\\S]+' })
const buildTime = Type.Object({ message: Type.Optional(buildTimeText) })
const InvalidField = Type.Object({ name: buildTimeText, message: buildTimeText })

const runTimeText = text({ pattern: '[\\s\\S]*' })
const told = { message: Type.Optional(runTimeText) }
const runTime = Type.Object(told)
const ofDependency = Type.Object({ ...told, resourceName: Type.Optional(runTimeText) })

/** What the body of each exception says that an operation of AWS's API declares, by service. */
export const exceptionBodies = {
  'bedrock-agent': {
    ValidationException: Type.Object({ message: Type.Optional(buildTimeText), fieldList: Type.Optional(list(InvalidField)) }),
    AccessDeniedException: buildTime,
    ResourceNotFoundException: buildTime,
    ConflictException: buildTime,
    ServiceQuotaExceededException: buildTime,
    ThrottlingException: buildTime,
    InternalServerException: buildTime,
  },
  'bedrock-agent-runtime': {
    ValidationException: runTime,
    AccessDeniedException: runTime,
    ResourceNotFoundException: runTime,
    ConflictException: runTime,
    ServiceQuotaExceededException: runTime,
    ThrottlingException: runTime,
    InternalServerException: Type.Object({ ...told, reason: Type.Optional(text()) }),
    DependencyFailedException: ofDependency,
    BadGatewayException: ofDependency,
  },
} as const
