resource "aws_bedrockagent_prompt" "text" {
  name = "renamed"

  variant {
    name          = "other"
    model_id      = "amazon.nova-pro-v1:0"
    template_type = "TEXT"

    template_configuration {
      text {
        text = "Say {{word}}"
      }
    }
  }

  tags = {
    cost = "8 EUR"
    kind = "poem"
  }
}

resource "aws_bedrockagent_prompt" "chat" {
  name = "chat"
}
