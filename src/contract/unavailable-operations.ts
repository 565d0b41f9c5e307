import type { OperationShape, Service } from './operation.ts'

/** What routing needs of an operation. */
export interface UnavailableOperation {
  readonly name: string
  readonly service: Service
  readonly method: Method
  readonly path: string
}

type Method = OperationShape['method'] | 'PATCH'
type Routes = Readonly<Record<string, readonly [Method, string]>>

const buildTime: Routes = {
  AssociateAgentCollaborator: ['PUT', '/agents/{agentId}/agentversions/{agentVersion}/agentcollaborators/'],
  AssociateAgentKnowledgeBase: ['PUT', '/agents/{agentId}/agentversions/{agentVersion}/knowledgebases/'],
  CreateAgent: ['PUT', '/agents/'],
  CreateAgentActionGroup: ['PUT', '/agents/{agentId}/agentversions/{agentVersion}/actiongroups/'],
  CreateAgentAlias: ['PUT', '/agents/{agentId}/agentaliases/'],
  CreateDataSource: ['PUT', '/knowledgebases/{knowledgeBaseId}/datasources/'],
  CreateKnowledgeBase: ['PUT', '/knowledgebases/'],
  CreateRetrievalInstruction: ['POST', '/retrievalinstructions/'],
  CreateRetrievalInstructionVersion: ['POST', '/retrievalinstructions/{retrievalInstructionId}/versions'],
  CreateVpcConfiguration: ['POST', '/knowledgebases/{knowledgeBaseId}/vpcconfigurations/'],
  DeleteAgent: ['DELETE', '/agents/{agentId}/'],
  DeleteAgentActionGroup: ['DELETE', '/agents/{agentId}/agentversions/{agentVersion}/actiongroups/{actionGroupId}/'],
  DeleteAgentAlias: ['DELETE', '/agents/{agentId}/agentaliases/{agentAliasId}/'],
  DeleteAgentVersion: ['DELETE', '/agents/{agentId}/agentversions/{agentVersion}/'],
  DeleteDataSource: ['DELETE', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}'],
  DeleteKnowledgeBase: ['DELETE', '/knowledgebases/{knowledgeBaseId}'],
  DeleteKnowledgeBaseDocuments: ['POST', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/documents/deleteDocuments'],
  DeleteResourcePolicy: ['DELETE', '/resourcepolicy/{resourceArn}'],
  DeleteRetrievalInstruction: ['DELETE', '/retrievalinstructions/{retrievalInstructionId}'],
  DeleteVpcConfiguration: ['DELETE', '/knowledgebases/{knowledgeBaseId}/vpcconfigurations/{vpcConfigurationId}'],
  DisassociateAgentCollaborator: ['DELETE', '/agents/{agentId}/agentversions/{agentVersion}/agentcollaborators/{collaboratorId}/'],
  DisassociateAgentKnowledgeBase: ['DELETE', '/agents/{agentId}/agentversions/{agentVersion}/knowledgebases/{knowledgeBaseId}/'],
  GetAgent: ['GET', '/agents/{agentId}/'],
  GetAgentActionGroup: ['GET', '/agents/{agentId}/agentversions/{agentVersion}/actiongroups/{actionGroupId}/'],
  GetAgentAlias: ['GET', '/agents/{agentId}/agentaliases/{agentAliasId}/'],
  GetAgentCollaborator: ['GET', '/agents/{agentId}/agentversions/{agentVersion}/agentcollaborators/{collaboratorId}/'],
  GetAgentKnowledgeBase: ['GET', '/agents/{agentId}/agentversions/{agentVersion}/knowledgebases/{knowledgeBaseId}/'],
  GetAgentVersion: ['GET', '/agents/{agentId}/agentversions/{agentVersion}/'],
  GetDataSource: ['GET', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}'],
  GetIngestionJob: ['GET', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/ingestionjobs/{ingestionJobId}'],
  GetKnowledgeBase: ['GET', '/knowledgebases/{knowledgeBaseId}'],
  GetKnowledgeBaseDocuments: ['POST', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/documents/getDocuments'],
  GetResourcePolicy: ['GET', '/resourcepolicy/{resourceArn}'],
  GetRetrievalInstruction: ['GET', '/retrievalinstructions/{retrievalInstructionId}'],
  GetVpcConfiguration: ['GET', '/knowledgebases/{knowledgeBaseId}/vpcconfigurations/{vpcConfigurationId}'],
  IngestKnowledgeBaseDocuments: ['PUT', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/documents'],
  ListAgentActionGroups: ['POST', '/agents/{agentId}/agentversions/{agentVersion}/actiongroups/'],
  ListAgentAliases: ['POST', '/agents/{agentId}/agentaliases/'],
  ListAgentCollaborators: ['POST', '/agents/{agentId}/agentversions/{agentVersion}/agentcollaborators/'],
  ListAgentKnowledgeBases: ['POST', '/agents/{agentId}/agentversions/{agentVersion}/knowledgebases/'],
  ListAgentVersions: ['POST', '/agents/{agentId}/agentversions/'],
  ListAgents: ['POST', '/agents/'],
  ListDataSources: ['POST', '/knowledgebases/{knowledgeBaseId}/datasources/'],
  ListIngestionJobs: ['POST', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/ingestionjobs/'],
  ListKnowledgeBaseDocuments: ['POST', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/documents'],
  ListKnowledgeBases: ['POST', '/knowledgebases/'],
  ListRetrievalInstructionVersions: ['GET', '/retrievalinstructions/{retrievalInstructionId}/versions'],
  ListRetrievalInstructions: ['GET', '/retrievalinstructions/'],
  ListVpcConfigurations: ['GET', '/knowledgebases/{knowledgeBaseId}/vpcconfigurations/'],
  PrepareAgent: ['POST', '/agents/{agentId}/'],
  PutResourcePolicy: ['PUT', '/resourcepolicy/{resourceArn}'],
  StartIngestionJob: ['PUT', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/ingestionjobs/'],
  StopIngestionJob: ['POST', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/ingestionjobs/{ingestionJobId}/stop'],
  UpdateAgent: ['PUT', '/agents/{agentId}/'],
  UpdateAgentActionGroup: ['PUT', '/agents/{agentId}/agentversions/{agentVersion}/actiongroups/{actionGroupId}/'],
  UpdateAgentAlias: ['PUT', '/agents/{agentId}/agentaliases/{agentAliasId}/'],
  UpdateAgentCollaborator: ['PUT', '/agents/{agentId}/agentversions/{agentVersion}/agentcollaborators/{collaboratorId}/'],
  UpdateAgentKnowledgeBase: ['PUT', '/agents/{agentId}/agentversions/{agentVersion}/knowledgebases/{knowledgeBaseId}/'],
  UpdateDataSource: ['PUT', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}'],
  UpdateKnowledgeBase: ['PUT', '/knowledgebases/{knowledgeBaseId}'],
  UpdateRetrievalInstruction: ['PUT', '/retrievalinstructions/{retrievalInstructionId}'],
}

const runTime: Routes = {
  AgenticRetrieveStream: ['POST', '/agenticRetrieveStream'],
  CheckIngestedDocumentAcl: ['POST', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/check-ingested-document-acl'],
  CreateInvocation: ['PUT', '/sessions/{sessionIdentifier}/invocations/'],
  CreateSession: ['PUT', '/sessions/'],
  DeleteAgentMemory: ['DELETE', '/agents/{agentId}/agentAliases/{agentAliasId}/memories'],
  DeleteSession: ['DELETE', '/sessions/{sessionIdentifier}/'],
  EndSession: ['PATCH', '/sessions/{sessionIdentifier}'],
  GenerateQuery: ['POST', '/generateQuery'],
  GetAgentMemory: ['GET', '/agents/{agentId}/agentAliases/{agentAliasId}/memories'],
  GetDocumentContent: ['POST', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/documents/{documentId}/content'],
  GetIngestedDocumentAcl: ['POST', '/knowledgebases/{knowledgeBaseId}/datasources/{dataSourceId}/get-ingested-document-acl'],
  GetInvocationStep: ['POST', '/sessions/{sessionIdentifier}/invocationSteps/{invocationStepId}'],
  GetSession: ['GET', '/sessions/{sessionIdentifier}/'],
  InvokeAgent: ['POST', '/agents/{agentId}/agentAliases/{agentAliasId}/sessions/{sessionId}/text'],
  InvokeInlineAgent: ['POST', '/agents/{sessionId}'],
  ListInvocationSteps: ['POST', '/sessions/{sessionIdentifier}/invocationSteps/'],
  ListInvocations: ['POST', '/sessions/{sessionIdentifier}/invocations/'],
  ListSessions: ['POST', '/sessions/'],
  ListTagsForResource: ['GET', '/tags/{resourceArn}'],
  OptimizePrompt: ['POST', '/optimize-prompt'],
  PutInvocationStep: ['PUT', '/sessions/{sessionIdentifier}/invocationSteps/'],
  Rerank: ['POST', '/rerank'],
  Retrieve: ['POST', '/knowledgebases/{knowledgeBaseId}/retrieve'],
  RetrieveAndGenerate: ['POST', '/retrieveAndGenerate'],
  RetrieveAndGenerateStream: ['POST', '/retrieveAndGenerateStream'],
  TagResource: ['POST', '/tags/{resourceArn}'],
  UntagResource: ['DELETE', '/tags/{resourceArn}'],
  UpdateSession: ['PUT', '/sessions/{sessionIdentifier}/'],
}

const inService = (service: Service, routes: Routes): UnavailableOperation[] =>
  Object.entries(routes).map(([name, [method, path]]) => ({ name, service, method, path }))

/** Every other operation of the two services, known by name so that each can be refused by name. */
export const unavailableOperations: readonly UnavailableOperation[] = [
  ...inService('bedrock-agent', buildTime),
  ...inService('bedrock-agent-runtime', runTime),
]
