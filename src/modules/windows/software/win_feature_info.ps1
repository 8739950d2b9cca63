param([hashtable]$given)
$features = @(Get-WindowsFeature -Name $given.name | ForEach-Object {
        @{
            name = $_.Name
            display_name = $_.DisplayName
            description = $_.Description
            installed = $_.Installed
            install_state = [string]$_.InstallState
            feature_type = $_.FeatureType
            path = $_.Path
            depth = $_.Depth
            depends_on = $_.DependsOn
            parent = $_.Parent
            server_component_descriptor = $_.ServerComponentDescriptor
            sub_features = $_.SubFeatures
            system_service = $_.SystemService
            best_practices_model_id = $_.BestPracticesModelId
            event_query = $_.EventQuery
            post_configuration_needed = $_.PostConfigurationNeeded
            additional_info = $_.AdditionalInfo
        }
    })
SayJson 'exists' ($features.Count -gt 0)
SayJson 'features' $features
