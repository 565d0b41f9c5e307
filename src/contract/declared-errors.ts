/** The exceptions that AWS's API declares for operations that are alike. */
export const always = ['ThrottlingException', 'AccessDeniedException', 'ValidationException', 'InternalServerException'] as const
export const onResource = [...always, 'ResourceNotFoundException'] as const
export const onCreate = [...always, 'ConflictException', 'ServiceQuotaExceededException'] as const
export const onChange = [...onCreate, 'ResourceNotFoundException'] as const
export const onDelete = [...onResource, 'ConflictException'] as const
export const onDependency = [...onDelete, 'DependencyFailedException', 'BadGatewayException'] as const
