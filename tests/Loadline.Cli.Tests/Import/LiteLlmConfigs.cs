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
    };
}
