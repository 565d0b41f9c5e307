resource "aws_bedrockagent_prompt" "text" {
  name                        = "text"
  description                 = "Writes"
  customer_encryption_key_arn = "arn:aws:kms:us-east-1:123456789012:key/aea0cafc-355a-40a3-84f8-d52855ed333e"
  default_variant             = "plain"

  variant {
    name          = "plain"
    model_id      = "amazon.nova-lite-v1:0"
    template_type = "TEXT"

    # Version 5.100 of the provider takes numbers in an answer for text here: it would always see a difference.
    additional_model_request_fields = jsonencode({ deep = { list = [true, "é", null] } })

    inference_configuration {
      text {
        max_tokens     = 100
        stop_sequences = ["User:"]
        temperature    = 0.7
        top_p          = 0.8999999761581421
      }
    }
    metadata {
      key   = "team"
      value = "a"
    }
    template_configuration {
      text {
        text = "Write about {{topic}}."

        cache_point {
          type = "default"
        }
        input_variable {
          name = "topic"
        }
      }
    }
  }

  tags = {
    team = "a"
    cost = "7 EUR"
  }
}

resource "aws_bedrockagent_prompt" "chat" {
  name = "chat"

  variant {
    name          = "talk"
    model_id      = "amazon.nova-lite-v1:0"
    template_type = "CHAT"

    inference_configuration {
      text {
        temperature = 0
      }
    }
    template_configuration {
      chat {
        system {
          text = "You know {{topic}}."
        }
        message {
          role = "user"

          content {
            text = "Hello"
          }
        }
        message {
          role = "assistant"

          content {
            text = "About {{topic}}?"
          }
        }
        input_variable {
          name = "topic"
        }
        tool_configuration {
          tool {
            tool_spec {
              name        = "forecast"
              description = "The weather"

              input_schema {
                json = jsonencode({ type = "object", properties = { city = { type = "string" } } })
              }
            }
          }
          tool_choice {
            auto {}
          }
        }
      }
    }
  }
}

resource "aws_bedrockagent_prompt" "agent" {
  name = "agent"

  variant {
    name          = "ask"
    template_type = "TEXT"

    gen_ai_resource {
      agent {
        agent_identifier = "arn:aws:bedrock:us-east-1:123456789012:agent-alias/AGENT00001/ALIAS00001"
      }
    }
    template_configuration {
      text {
        text = "Ask {{topic}}"
      }
    }
  }
}
