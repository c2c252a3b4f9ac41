namespace Loadline.Cli.Tests.Import;

/// <summary>Configs as LiteLLM's users have them, written from its documented keys.</summary>
internal static class LiteLlmConfigs
{
    public static readonly Dictionary<string, string> All = new(StringComparer.Ordinal)
    {
        ["one-provider"] = """
            model_list:
              - model_name: gpt-4o
                litellm_params:
                  model: openai/gpt-4o
                  api_key: os.environ/OPENAI_API_KEY
              - model_name: claude
                litellm_params:
                  model: anthropic/claude-sonnet-4-5
                  api_key: os.environ/ANTHROPIC_API_KEY
            """,
        ["balanced"] = """
            model_list:
              - model_name: gpt-4o
                litellm_params:
                  model: azure/gpt-4o-eu
                  api_base: https://acme-eu.openai.azure.com/
                  api_key: os.environ/AZURE_API_KEY_EU
                  api_version: "2024-10-21"
                  rpm: 600
              - model_name: gpt-4o
                litellm_params:
                  model: azure/gpt-4o-us
                  api_base: https://acme-us.openai.azure.com/
                  api_key: os.environ/AZURE_API_KEY_US
                  api_version: "2024-10-21"
                  rpm: 200
              - model_name: gpt-4o
                litellm_params:
                  model: gpt-4o
                  api_key: sk-not-to-be-copied
                  rpm: 200
            router_settings:
              routing_strategy: least-busy
              num_retries: 2
              allowed_fails: 3
              redis_host: os.environ/REDIS_HOST
            """,
        ["fallbacks"] = """
            model_list:
              - model_name: cheap
                litellm_params: { model: groq/llama-3.3-70b-versatile, api_key: os.environ/GROQ_API_KEY, timeout: 20 }
              - model_name: good
                litellm_params: { model: gemini/gemini-2.5-pro, api_key: os.environ/GEMINI_API_KEY }
              - model_name: long
                litellm_params: { model: openrouter/google/gemini-2.5-flash, api_key: os.environ/OPENROUTER_API_KEY }
                model_info: { max_input_tokens: 1000000, input_cost_per_token: 0.0000003, output_cost_per_token: 0.0000025 }
            litellm_settings:
              fallbacks: [{ cheap: [good, gone] }]
              context_window_fallbacks: [{ cheap: [long] }]
              content_policy_fallbacks: [{ good: [cheap] }]
              request_timeout: 60
              drop_params: true
              cache: true
              cache_params: { type: redis }
              success_callback: ["langfuse"]
            router_settings:
              model_group_alias: { "gpt-4": good }
            """,
        ["on-premises"] = """
            model_list:
              - model_name: local
                litellm_params: { model: ollama_chat/qwen3:8b, api_base: "http://127.0.0.1:11434" }
              - model_name: house
                litellm_params: { model: openai/qwen3-32b, api_base: "http://10.0.0.7:8000/v1", api_key: none }
              - model_name: bedrock-claude
                litellm_params:
                  model: bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0
                  aws_region_name: eu-central-1
                  aws_access_key_id: os.environ/AWS_ACCESS_KEY_ID
                  aws_secret_access_key: os.environ/AWS_SECRET_ACCESS_KEY
              - model_name: openai-wild
                litellm_params: { model: "openai/*" }
              - model_name: strange
                litellm_params: { model: sagemaker/endpoint }
            general_settings:
              master_key: sk-1234
              database_url: postgresql://user:secret@host/db
            environment_variables:
              LANGFUSE_HOST: https://langfuse.example
            """,
        ["defaults"] = """
            model_list:
              - model_name: "team a/small model"
                litellm_params: { model: mistral/mistral-small-latest, weight: 3, reasoning_effort: low }
              - model_name: "team a/small model"
                litellm_params: { model: deepseek/deepseek-chat, weight: 1 }
              - model_name: safe
                litellm_params: { model: together_ai/meta-llama/Llama-3.3-70B-Instruct-Turbo, api_key: os.environ/TOGETHERAI_API_KEY }
            litellm_settings:
              default_fallbacks: [safe]
              num_retries: 3
            router_settings:
              routing_strategy: latency-based-routing
            """,
        ["limits-and-cache"] = """
            credential_list:
              - credential_name: house
                credential_values: { api_base: "http://10.0.0.7:8000/v1", api_key: os.environ/HOUSE_KEY }
                credential_info: { description: in the cellar }
            model_list:
              - model_name: chat
                litellm_params: { model: openai/gpt-5-mini, rpm: 600, tpm: 400000, max_parallel_requests: 20, max_budget: 50, budget_duration: 1d, timeout: 30, stream_timeout: 5, input_cost_per_token: 0.00000025, output_cost_per_token: 0.000002 }
              - model_name: chat
                litellm_params: { model: openai/qwen3-32b, litellm_credential_name: house, rpm: 300, tpm: 100000, max_parallel_requests: 10, max_budget: 10, budget_duration: 1d }
              - model_name: unpriced
                litellm_params: { model: openai/qwen3-32b, litellm_credential_name: house, max_budget: 3, budget_duration: 30d }
              - model_name: eu
                litellm_params: { model: vertex_ai/gemini-2.5-flash, vertex_project: acme, vertex_location: europe-west4, max_budget: 5, budget_duration: 7d }
              - model_name: eu-claude
                litellm_params: { model: vertex_ai/claude-sonnet-4-5, vertex_project: acme, vertex_location: europe-west4 }
            router_settings:
              optional_pre_call_checks: ["enforce_model_rate_limits"]
              retry_policy: { TimeoutErrorRetries: 2 }
            litellm_settings:
              cache: true
              cache_params: { type: redis, ttl: 120, namespace: acme }
              max_budget: 1000
              budget_duration: 30d
              json_logs: true
            general_settings:
              global_max_parallel_requests: 250
              maximum_spend_logs_retention_period: 30d
              store_prompts_in_spend_logs: true
              background_health_checks: true
            guardrails:
              - guardrail_name: pii
            """,
        ["wildcards"] = """
            model_list:
              - model_name: "anthropic/*"
                litellm_params: { model: "anthropic/*", api_key: os.environ/ANTHROPIC_API_KEY }
              - model_name: "mine/*"
                litellm_params: { model: "xai/*", rpm: 10 }
              - model_name: "house/*"
                litellm_params: { model: "openai/*", api_base: "http://10.0.0.7:8000/v1" }
              - model_name: "*"
                litellm_params: { model: "*" }
              - model_name: anthropic/claude-3-haiku
                litellm_params: { model: bedrock/anthropic.claude-3-haiku-20240307-v1:0, aws_region_name: us-east-1, aws_access_key_id: os.environ/A, aws_secret_access_key: os.environ/B }
            litellm_settings:
              default_key_generate_params: { max_budget: 5 }
            """,
    };
}
