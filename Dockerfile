# The proxy with the real packages. Build where the NuGet registry has them:
#   docker build -t preferenceflow .                                  CPU
#   docker build -t preferenceflow --build-arg ACCELERATOR=cuda .     CUDA; run it with --gpus all on a base image that has the CUDA libraries
# Run: docker run -p 8080:8080 -v ./bundles/mine:/bundle:ro -e Upstream__BaseUrl=https://api.openai.com preferenceflow
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG ACCELERATOR=cpu
WORKDIR /source
COPY . .
RUN dotnet publish service --configuration Release --output /app -p:Accelerator=${ACCELERATOR}

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# Not ASPNETCORE_URLS: appsettings.json, which says where to listen, would go before it.
ENV Urls=http://0.0.0.0:8080 Alignment__Bundle=/bundle
EXPOSE 8080
USER $APP_UID
ENTRYPOINT ["dotnet", "PreferenceFlow.Service.dll"]
